"""From a response to JSON: for the model, or to the letter of ProtoJSON."""

from edge.tools.results.compiling import compile_result

__all__ = ["compile_result"]
