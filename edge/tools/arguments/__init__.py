"""From the model's JSON to a request: converters compiled once per descriptor."""

from edge.tools.arguments.compiling import compile_arguments

__all__ = ["compile_arguments"]
