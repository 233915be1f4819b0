"""Any JSON at all (google.protobuf.Struct, Value and ListValue)."""

import math
from collections.abc import Callable
from typing import Any

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edge.tools.arguments.containers import convert_entries, convert_items
from edge.tools.arguments.refusals import TOO_DEEP, Refused, wrong
from edge.tools.arguments.scalars import Convert


class AnyJson:
    """Converts JSON to the messages of one pool that hold it."""

    def __init__(self, message: Descriptor, number: Callable[[float], float]) -> None:
        self.make = GetMessageClass(
            message.file.pool.FindMessageTypeByName("google.protobuf.Struct")
        )
        self.kinds: dict[type, Convert] = {
            type(None): lambda _, __: {"null_value": 0},
            bool: lambda value, _: {"bool_value": value},
            int: lambda value, _: {"number_value": number(value)},
            float: lambda value, _: {"number_value": number(value)},
            str: lambda value, _: {"string_value": value},
            list: lambda value, room: {"list_value": self.items(value, room)},
            dict: lambda value, room: {"struct_value": self.struct(value, room)},
        }

    def value(self, value: Any, room: int) -> dict[str, Any]:  # noqa: ANN401  any JSON
        """Convert to a Value."""
        if room <= 0:
            raise Refused(TOO_DEEP)
        found: dict[str, Any] = self.kinds[type(value)](value, room - 1)
        return found

    def items(self, value: Any, room: int) -> dict[str, Any]:  # noqa: ANN401  any JSON
        """Convert to a ListValue."""
        if type(value) is not list:
            raise wrong(value, "a list")
        return {"values": convert_items(self.value, value, room - 1)}

    def struct(self, value: Any, room: int) -> Message:  # noqa: ANN401  any JSON
        """Convert to a Struct."""
        if type(value) is not dict:
            raise wrong(value, "an object")
        # A Struct is a map, and each of its entries a message of its own.
        fields = convert_entries(as_given, self.value, value, room - 2)
        # protobuf takes a dict in a Struct's place for the JSON, not for its fields.
        return self.make(fields=fields)


def as_given(key: str, _: int) -> str:
    """Convert a key that is a text already."""
    return key


def precise(value: float) -> float:
    """Return a number that a double can hold to the last digit."""
    number = finite(value)
    if number != value:
        raise wrong(value, "text in quotes: a number this long would lose digits")
    return number


def finite(value: float) -> float:
    """Return a number as a double."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise wrong(value, "a number from -1.8e308 to 1.8e308")
    return number
