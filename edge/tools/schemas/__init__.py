"""JSON schemas of protobuf messages, in the dialects of the model providers."""

from edge.tools.schemas.dialects import DIALECTS, VAPI, Dialect
from edge.tools.schemas.messages import schema

__all__ = ["DIALECTS", "VAPI", "Dialect", "schema"]
