"""What a service's author set on rpcs and fields (`protophone/v1/options.proto`)."""

from typing import cast

from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from protophone.v1 import options_pb2

# GetOptions() answers in the default pool's classes whatever pool the descriptor
# is of, so the compiled extensions fit; their stubs do not know their types.


def tool_options(method: MethodDescriptor) -> options_pb2.ToolOptions:
    """Return the rpc's options, all unset where there are none."""
    extensions = method.GetOptions().Extensions
    return cast("options_pb2.ToolOptions", extensions[options_pb2.tool])  # type: ignore[index]


def field_options(field: FieldDescriptor) -> options_pb2.FieldOptions:
    """Return the field's options, all unset where there are none."""
    extensions = field.GetOptions().Extensions
    return cast("options_pb2.FieldOptions", extensions[options_pb2.field])  # type: ignore[index]
