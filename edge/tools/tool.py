"""One unary rpc of one service, as the model sees it and as the edge calls it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message

from edge.context import Context
from edge.policies.answers import Memory
from edge.policies.lane import Lane
from edge.policies.pace import Pace
from edge.tools.background import Background
from edge.tools.comments import Comments
from edge.tools.definitions import Definition
from edge.tools.ignored import Ignored

Call = Callable[..., Awaitable[Any]]
"""A gRPC method of bytes: `await call(request, timeout=…, metadata=…)`."""

DONE = "Done."
"""The result of a response that says nothing."""

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

    target: str
    """Where it lies: tells releases of one service apart."""

    doubt: Callable[[], None]
    """Tells whoever learned the tool that the service may have changed."""

    method: MethodDescriptor
    comments: Comments
    definition: Definition
    """The tool as Vapi wants it defined."""

    ignored: Ignored
    call: Call
    request_of: Callable[[Any], Message]
    """Converts the model's arguments, or raises `InvalidArguments`."""

    fill: Callable[[Message, Context, str], None] | None
    """Sets what the model may not."""

    check: Callable[[Message], None] | None
    """Refuses what breaks the contract's rules, with `InvalidArguments`."""

    response_of: Callable[[bytes], Message]
    """Parses a response, or raises protobuf's DecodeError."""

    fields_of: Callable[[Message], dict[str, Any]]
    """Converts a response to what the model may see of it."""

    speaks: bool
    """Whether the response's `speech` alone is the result."""

    deadline: float
    """Seconds one call may take at most."""

    effects: Effects
    lane: Lane
    """The way to the service."""

    pace: Pace | None
    """How fast it answers; None where no second attempt is made beside a late one."""

    memory: Memory | None
    """What it answered; None where that is not to be remembered."""

    fallbacks: Mapping[tuple[int, str], tuple[str, ...]]
    """What the caller hears when the service fails, by status code and language; 0 and
    "" stand for every other."""

    hidden: frozenset[str]
    """The arguments that are written down nowhere."""

    encrypted: tuple[str, ...]
    """Paths of the arguments that Vapi encrypts."""

    background: Background | None
    """On what terms it runs behind the call, if it may."""

    def result_of(self, response: Message) -> str:
        """Return what the model reads: its `speech`, else the fields as JSON."""
        speech = str(response.speech) if self.speaks else ""  # type: ignore[attr-defined]
        if speech:
            return speech
        fields = self.fields_of(response)
        return encode(fields).decode() if fields else DONE


def path_of(method: MethodDescriptor) -> str:
    """Return the path gRPC calls the method by."""
    return f"/{method.containing_service.full_name}/{method.name}"
