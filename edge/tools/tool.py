"""One unary rpc of one service, as the model sees it and as the edge calls it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message
from protophone.v1 import options_pb2

from edge.config.policies import Policies
from edge.context import Context
from edge.policies.answers import Memory, memory_of
from edge.policies.lane import Lane
from edge.policies.pace import Pace
from edge.tools.arguments import compile_arguments
from edge.tools.background import Background, background_of, seconds_of
from edge.tools.comments import Comments
from edge.tools.definitions import Definition, definition
from edge.tools.fallbacks import fallbacks_of
from edge.tools.filling import compile_filling, filled_fields, is_unique
from edge.tools.hidden import hidden_names
from edge.tools.ignored import Ignored
from edge.tools.names import tool_name
from edge.tools.options import tool_options
from edge.tools.results import compile_result
from edge.tools.rules import compile_rules

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


def build(
    method: MethodDescriptor,
    *,
    service: str,
    target: str,
    call: Call,
    comments: Comments,
    doubt: Callable[[], None],
    lane: Lane,
) -> Tool:
    """Make a tool of an rpc, or raise `DiscoveryError` where it can be none."""
    name, options = tool_name(method), tool_options(method)
    filled = filled_fields(method.input_type)
    ignored = Ignored(name)
    effects = Effects(method.GetOptions().idempotency_level)
    return Tool(
        name=name,
        service=service,
        target=target,
        doubt=doubt,
        method=method,
        comments=comments,
        definition=definition(method, name, comments=comments),
        ignored=ignored,
        call=call,
        request_of=compile_arguments(
            method.input_type, omit=filled, on_ignored=ignored
        ),
        fill=compile_filling(method.input_type),
        check=compile_rules(method.input_type, omit=filled),
        response_of=message_factory.GetMessageClass(method.output_type).FromString,
        fields_of=compile_result(method.output_type),
        speaks=speaks(method),
        deadline=seconds_of(options.deadline) or LONGEST,
        effects=effects,
        lane=lane,
        pace=pace_of(effects, lane.terms),
        memory=memory_of(
            lane.shelf,
            fresh=seconds_of(options.cache),
            stale=seconds_of(options.stale_if_error),
            harmless=effects is Effects.NONE and not is_unique(method.input_type),
        ),
        fallbacks=fallbacks_of(options),
        hidden=hidden_names(method.input_type),
        encrypted=tuple(options.encrypted_paths),
        background=background_of(method),
    )


def speaks(method: MethodDescriptor) -> bool:
    """Tell whether the response has a `speech` that alone is to be the result."""
    speech = method.output_type.fields_by_name.get("speech")
    options = tool_options(method)
    whole = options.result == options_pb2.RESULT_JSON or options.HasField(
        "variable_extraction"
    )
    return bool(
        speech
        and speech.type == speech.TYPE_STRING
        and not speech.is_repeated
        and not whole
    )


def pace_of(effects: Effects, terms: Policies) -> Pace | None:
    """Return the pace of a tool; None where no second attempt is ever made."""
    hedges = terms.hedge_share > 0 and terms.hedge_quantile < 1
    return Pace(terms) if hedges and effects is Effects.NONE else None


def path_of(method: MethodDescriptor) -> str:
    """Return the path gRPC calls the method by."""
    return f"/{method.containing_service.full_name}/{method.name}"
