"""Requests that nobody means well: one value at a time that no service expects."""

from collections.abc import Iterator, Mapping
from itertools import islice
from math import inf, nan
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from protophone.v1 import options_pb2

from edge.tools.fields import entry_of
from edge.tools.filling import fill_of
from edge.verify.examples import listed

LONG = 100_000
"""Characters: more than anybody says, less than gRPC's 4 MiB."""

MOST = 100
"""How many requests are made for one rpc."""

DEEPEST = 3
"""How many messages deep a value is placed."""

Values = tuple[tuple[str, Any], ...]

TEXTS: Values = (
    ("a very long", "x" * LONG),
    ("control characters in", "\x00\x07\x1b[2J\r\n\u2028\u202e"),
    ("quotes and marks in", "'\";--%s%n{0}${x}</b>\\../.."),
    ("an empty", ""),
)
BYTES: Values = (("a very long", b"\xff" * LONG),)
NUMBERS: Values = (("no number in", nan), ("an endless", inf), ("a negative", -1.0))


def whole(bits: int, *, signed: bool) -> Values:
    """Return the whole numbers at the ends of a type's range."""
    if not signed:
        return (("the largest", 2**bits - 1),)
    low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return (("a negative", -1), ("the smallest", low), ("the largest", high))


SCALARS: Mapping[int, Values] = {
    FieldDescriptor.TYPE_STRING: TEXTS,
    FieldDescriptor.TYPE_BYTES: BYTES,
    FieldDescriptor.TYPE_DOUBLE: NUMBERS,
    FieldDescriptor.TYPE_FLOAT: NUMBERS,
    FieldDescriptor.TYPE_INT32: whole(32, signed=True),
    FieldDescriptor.TYPE_SINT32: whole(32, signed=True),
    FieldDescriptor.TYPE_SFIXED32: whole(32, signed=True),
    FieldDescriptor.TYPE_INT64: whole(64, signed=True),
    FieldDescriptor.TYPE_SINT64: whole(64, signed=True),
    FieldDescriptor.TYPE_SFIXED64: whole(64, signed=True),
    FieldDescriptor.TYPE_UINT32: whole(32, signed=False),
    FieldDescriptor.TYPE_FIXED32: whole(32, signed=False),
    FieldDescriptor.TYPE_UINT64: whole(64, signed=False),
    FieldDescriptor.TYPE_FIXED64: whole(64, signed=False),
}
UNKNOWN_VALUE: Values = (("an unknown value of", 99_999),)

CLIENTS_OWN = (options_pb2.FILL_UNSPECIFIED, options_pb2.FILL_CALL_VARIABLE)
"""What comes from a model or a web client; the rest is the edge's word."""


def hostile(kind: Descriptor, good: Message) -> Iterator[tuple[str, Message]]:
    """Yield requests as good as `good` but for one value, each with what that is."""
    for what, name, value in islice(values_in(kind, DEEPEST), MOST):
        request = type(good)()
        request.CopyFrom(good)
        request.ClearField(name)
        request.MergeFrom(type(good)(**{name: value}))
        yield what, request


def values_in(kind: Descriptor, room: int) -> Iterator[tuple[str, str, Any]]:
    """Yield what a message may hold but should not: in words, the field, the value."""
    for field in kind.fields:
        if fill_of(field) in CLIENTS_OWN and entry_of(field) is None:
            for what, value in values_of(field, room):
                yield what, field.name, listed(field, value)


def values_of(field: FieldDescriptor, room: int) -> Iterator[tuple[str, Any]]:
    """Yield what a field may hold but should not."""
    if field.message_type:
        make = GetMessageClass(field.message_type)
        inner = values_in(field.message_type, room - 1) if room > 1 else ()
        for what, name, value in inner:
            yield f"{what} in {field.name}", make(**{name: value})
        return
    known = SCALARS.get(field.type, ())
    if field.enum_type and not field.enum_type.is_closed:
        known = UNKNOWN_VALUE
    yield from ((f"{what} {field.name}", value) for what, value in known)
