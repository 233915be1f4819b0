"""The request fields that the edge fills, out of the model's reach."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from protophone.v1 import options_pb2

from edge.context import Context
from edge.errors import DiscoveryError
from edge.tools.options import field_options

Source = Callable[[Context, str], Any]
"""Returns a value from the context and the tool call's id."""

TIMESTAMP = "google.protobuf.Timestamp"


def idempotency_key(context: Context, tool_call_id: str) -> str:
    """Return the key of a tool call: ids are unique only within their call.

    Empty where the call is unknown: two calls must not share a key by accident.
    """
    if not (context.call_id and tool_call_id):
        return ""
    return f"{quoted(context.call_id)}/{quoted(tool_call_id)}"


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """Return an id as metadata can carry it: a phone call's comes again and again."""
    return quote(text, safe="")


SOURCES: dict[int, Source] = {
    options_pb2.FILL_CALLER_NUMBER: lambda context, _: context.caller_number,
    options_pb2.FILL_CALLED_NUMBER: lambda context, _: context.called_number,
    options_pb2.FILL_CALL_ID: lambda context, _: context.call_id,
    options_pb2.FILL_ASSISTANT_ID: lambda context, _: context.assistant_id,
    options_pb2.FILL_TOOL_CALL_ID: lambda _, tool_call_id: tool_call_id,
    options_pb2.FILL_IDEMPOTENCY_KEY: idempotency_key,
    options_pb2.FILL_NOW: lambda context, _: context.now.isoformat(),
}


UNIQUE = frozenset(
    {
        options_pb2.FILL_TOOL_CALL_ID,
        options_pb2.FILL_IDEMPOTENCY_KEY,
        options_pb2.FILL_NOW,
    }
)
"""What is different in each tool call."""


def filled_fields(message: Descriptor) -> frozenset[str]:
    """Return the names of the fields the edge fills."""
    return frozenset(field.name for field in message.fields if fill_of(field))


def variables_filled(message: Descriptor) -> frozenset[str]:
    """Return the names of the call's variables that fields are filled with."""
    return frozenset(
        field_options(field).variable or field.name
        for field in message.fields
        if fill_of(field) == options_pb2.FILL_CALL_VARIABLE
    )


def compile_filling(
    message: Descriptor,
) -> Callable[[Message, Context, str], None] | None:
    """Return the function that fills a request, or None where there is nothing to.

    Raises `DiscoveryError` for a field that cannot be filled, above all one that
    lies deeper than the request itself, where the model could still write.
    """
    for field in fields_below(message):
        if fill_of(field):
            raise DiscoveryError(f"{field.full_name}: only the request's own fields")
    setters = [setter_of(field) for field in message.fields if fill_of(field)]
    if not setters:
        return None

    def fill(request: Message, context: Context, tool_call_id: str) -> None:
        for setter in setters:
            setter(request, context, tool_call_id)

    return fill


def fill_of(field: FieldDescriptor) -> int:
    """Return what the edge fills the field with; 0: nothing."""
    return field_options(field).fill


def is_unique(message: Descriptor) -> bool:
    """Tell whether no two requests are alike, for what the edge fills in."""
    return any(fill_of(field) in UNIQUE for field in message.fields)


def setter_of(field: FieldDescriptor) -> Callable[[Message, Context, str], None]:
    """Compile one field's filling, or raise `DiscoveryError`."""
    name, fill = field.name, fill_of(field)
    if fill == options_pb2.FILL_NOW and is_timestamp(field):
        return lambda request, context, _: getattr(request, name).FromDatetime(
            context.now
        )
    source = source_of(field)
    if field.type != FieldDescriptor.TYPE_STRING or field.is_repeated:
        raise DiscoveryError(f"{field.full_name}: only a string can be filled")
    return lambda request, context, tool_call_id: setattr(
        request, name, source(context, tool_call_id)
    )


def source_of(field: FieldDescriptor) -> Source:
    """Return where a field's value comes from."""
    fill = fill_of(field)
    if fill == options_pb2.FILL_CALL_VARIABLE:
        return variable(field_options(field).variable or field.name)
    if fill not in SOURCES:
        raise DiscoveryError(f"{field.full_name}: this edge knows no fill {fill}")
    return SOURCES[fill]


def variable(name: str) -> Source:
    """Return the source that reads one of the call's variables, as text."""

    def read(context: Context, _: str) -> str:
        value = context.read_variables().get(name)
        return "" if value is None else str(value)

    return read


def is_timestamp(field: FieldDescriptor) -> bool:
    """Tell whether a field is one Timestamp."""
    kind = field.message_type
    return bool(kind and kind.full_name == TIMESTAMP and not field.is_repeated)


def fields_below(message: Descriptor) -> Iterator[FieldDescriptor]:
    """Yield the fields of every message the request contains, each message once."""
    waiting: list[Descriptor] = [message]
    seen: set[str] = set()
    while waiting:
        for field in waiting.pop().fields:
            inner = field.message_type
            if inner and inner.full_name not in seen:
                seen.add(inner.full_name)
                waiting.append(inner)
                yield from inner.fields
