"""JSON schemas of protobuf messages, in the dialects of the model providers."""

from edge.tools.schemas.dialects import DIALECTS, OPENAI, VAPI, Dialect
from edge.tools.schemas.requests import schema

__all__ = ["DIALECTS", "OPENAI", "VAPI", "Dialect", "schema"]
