"""Single values as JSON."""

import base64
import math
import struct
from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor

from edge.tools.fields import enum_names, enum_words, word

Write = Callable[[Any], Any]
"""Returns what stands for a protobuf value in JSON."""

SAFE = 2**53
"""Beyond it, a JSON number loses its last digits in most parsers."""

FLOAT = struct.Struct("<f")
DIGITS_OF_FLOAT = range(6, 10)


def data(value: bytes) -> str:
    """Write bytes as base64."""
    return base64.b64encode(value).decode("ascii")


def long(value: int) -> int | str:
    """Write 64 bits: a number while it is safe, a text beyond."""
    return value if -SAFE <= value <= SAFE else str(value)


def double(value: float) -> float | str:
    """Write 64 bits; JSON has no word for what is not finite, ProtoJSON has."""
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def single(value: float) -> float | str:
    """Write 32 bits, in as few digits as tell them from any other."""
    if not math.isfinite(value):
        return double(value)
    candidates = (float(f"{value:.{digits}g}") for digits in DIGITS_OF_FLOAT)
    return next(c for c in candidates if FLOAT.unpack(FLOAT.pack(c))[0] == value)


def key(value: Any) -> str:  # noqa: ANN401  any key protobuf allows
    """Write the key of a map."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Names(dict[int, str]):
    """The name of each number of an enum; a number without one stands for itself."""

    def __missing__(self, number: int) -> int:
        """Return the number."""
        return number


def exact_enum(enum: EnumDescriptor) -> Write:
    """Return what writes an enum's values by name."""
    return Names(enum_names(enum)).__getitem__


def worded_enum(enum: EnumDescriptor) -> Write:
    """Return what writes an enum's values as they are offered to the model."""
    offered = {name: said for said, name in enum_words(enum).items()}
    return Names(
        (number, offered.get(name) or word(enum, name))
        for number, name in enum_names(enum).items()
    ).__getitem__


def null(_: int) -> None:
    """Write google.protobuf.NullValue."""


COMMON: Mapping[int, Write] = {
    FieldDescriptor.TYPE_BYTES: data,
    FieldDescriptor.TYPE_DOUBLE: double,
    FieldDescriptor.TYPE_FLOAT: single,
}
LONG = (
    FieldDescriptor.TYPE_FIXED64,
    FieldDescriptor.TYPE_INT64,
    FieldDescriptor.TYPE_SFIXED64,
    FieldDescriptor.TYPE_SINT64,
    FieldDescriptor.TYPE_UINT64,
)
WORDED: Mapping[int, Write] = {**COMMON, **dict.fromkeys(LONG, long)}
EXACT: Mapping[int, Write] = {**COMMON, **dict.fromkeys(LONG, str)}
"""What writes each scalar type; those not named are JSON already."""
