"""One unary rpc of one service, as the model sees it and as the edge calls it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message
from protophone.v1 import options_pb2

from edge.context import Context
from edge.tools.arguments import compile_arguments
from edge.tools.filling import compile_filling, filled_fields
from edge.tools.names import tool_name
from edge.tools.options import tool_options
from edge.tools.results import compile_result

Call = Callable[..., Awaitable[Any]]
"""A gRPC method of bytes: `await call(request, timeout=…, metadata=…)`."""

DONE = "Done."
"""The result of a response that says nothing."""

LONGEST = float("inf")

encode = msgspec.json.Encoder().encode


class Effects(Enum):
    """What a second call of the rpc would do, as its author declared."""

    NONE = MethodOptions.NO_SIDE_EFFECTS
    IDEMPOTENT = MethodOptions.IDEMPOTENT
    UNKNOWN = MethodOptions.IDEMPOTENCY_UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Everything a tool call needs, worked out when the service was learned."""

    name: str
    service: str
    """The name of the service in the settings."""

    method: MethodDescriptor
    call: Call
    request_of: Callable[[Any], Message]
    """Converts the model's arguments, or raises `InvalidArguments`."""

    fill: Callable[[Message, Context, str], None] | None
    """Sets what the model may not."""

    response_of: Callable[[bytes], Message]
    """Parses a response, or raises protobuf's DecodeError."""

    fields_of: Callable[[Message], dict[str, Any]]
    """Converts a response to what the model may see of it."""

    speaks: bool
    """Whether the response's `speech` alone is the result."""

    deadline: float
    """Seconds one call may take at most."""

    effects: Effects
    fallback: str
    """What the caller hears when the service fails; may be empty."""

    def result_of(self, response: Message) -> str:
        """Return what the model reads: its `speech`, else the fields as JSON."""
        speech = str(response.speech) if self.speaks else ""  # type: ignore[attr-defined]
        if speech:
            return speech
        fields = self.fields_of(response)
        return encode(fields).decode() if fields else DONE


def build(method: MethodDescriptor, service: str, call: Call) -> Tool:
    """Make a tool of an rpc, or raise `DiscoveryError` where it can be none."""
    options = tool_options(method)
    own = options.deadline.seconds + options.deadline.nanos / 1e9
    speech = method.output_type.fields_by_name.get("speech")
    return Tool(
        name=tool_name(method),
        service=service,
        method=method,
        call=call,
        request_of=compile_arguments(
            method.input_type, omit=filled_fields(method.input_type)
        ),
        fill=compile_filling(method.input_type),
        response_of=message_factory.GetMessageClass(method.output_type).FromString,
        fields_of=compile_result(method.output_type),
        speaks=bool(
            speech
            and speech.type == speech.TYPE_STRING
            and not speech.is_repeated
            and options.result != options_pb2.RESULT_JSON
        ),
        deadline=own if own > 0 else LONGEST,
        effects=Effects(method.GetOptions().idempotency_level),
        fallback=options.fallback,
    )


def path_of(method: MethodDescriptor) -> str:
    """Return the path gRPC calls the method by."""
    return f"/{method.containing_service.full_name}/{method.name}"
