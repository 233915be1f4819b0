"""Single values in ProtoJSON (https://protobuf.dev/programming-guides/json)."""

import base64
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from edge.tools.arguments.refusals import wrong

Convert = Callable[[Any, int], Any]
"""Returns what protobuf takes for a decoded JSON value, or raises `Refused`.

The number says how many levels of objects may still lie within the value.
"""

Tidy = Callable[[Any], Any]
"""Returns what is meant by a value, or the value itself."""

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?")
DIGITS = re.compile(r"-?(?:0|[1-9][0-9]{0,30})")
MOST_DIGITS = 400
EXACT_FLOATS = 2**53
"""Beyond it, a float no longer tells one whole number from the next."""

NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}

ABOVE_FLOAT = 2.0**128 - 2.0**103
"""The least number that does not round to one of 32 bits."""

STANDARD_ALPHABET = str.maketrans("-_", "+/")


def integer(low: int, high: int) -> Callable[[Tidy], Convert]:
    """Return what makes the converter of whole numbers from `low` to `high`."""

    def make(tidy: Tidy) -> Convert:
        def convert(value: Any, _: int) -> int:  # noqa: ANN401  any JSON
            if type(value) is int and low <= value <= high:
                return value
            number = whole(value)
            if number is None:
                number = whole(tidy(value))
            if number is None:
                raise wrong(value, "a whole number")
            if not low <= number <= high:
                raise wrong(value, f"a whole number from {low} to {high}")
            return number

        return convert

    return make


def whole(value: object) -> int | None:
    """Return the whole number that `value` says exactly, if it says one."""
    if isinstance(value, str):
        return int(value) if DIGITS.fullmatch(value) else spelled_out(value)
    if isinstance(value, float):
        exact = value.is_integer() and abs(value) <= EXACT_FLOATS
        return int(value) if exact else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def spelled_out(text: str) -> int | None:
    """Return the whole number that a text such as "1.5e3" says, if it says one."""
    if len(text) > MOST_DIGITS or not NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    if number.adjusted() > MOST_DIGITS or number != number.to_integral_value():
        return None
    return int(number)


def floating(bound: float, largest: str) -> Callable[[Tidy], Convert]:
    """Return what makes the converter of numbers nearer to zero than `bound`."""

    def make(tidy: Tidy) -> Convert:
        def convert(value: Any, _: int) -> float:  # noqa: ANN401  any JSON
            if type(value) is float and -bound < value < bound:
                return value
            meant = tidy(value)
            number = real(meant)
            if number is None:
                raise wrong(value, "a number")
            if not abs(number) < bound and meant not in NOT_FINITE:
                raise wrong(value, f"a number from -{largest} to {largest}")
            return number

        return convert

    return make


def real(value: object) -> float | None:
    """Return the number that `value` says, infinite if it is too large."""
    if isinstance(value, str):
        return NOT_FINITE.get(value, float(value) if NUMBER.fullmatch(value) else None)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf


def of_type(kind: type, right: str) -> Callable[[Tidy], Convert]:
    """Return what makes the converter of values that are JSON's own."""

    def make(tidy: Tidy) -> Convert:
        def convert(value: Any, _: int) -> Any:  # noqa: ANN401  any JSON
            meant = tidy(value)
            if type(meant) is not kind:
                raise wrong(value, right)
            return meant

        return convert

    return make


def data(tidy: Tidy) -> Convert:
    """Make the converter of bytes: base64 of either alphabet, padded or not."""

    def convert(value: Any, _: int) -> bytes:  # noqa: ANN401  any JSON
        try:
            letters = tidy(value).translate(STANDARD_ALPHABET).rstrip("=")
            padding = "=" * (-len(letters) % 4)
            return base64.b64decode(letters + padding, validate=True)
        except (AttributeError, ValueError):
            raise wrong(value, "bytes in base64") from None

    return convert


INT32 = integer(-(2**31), 2**31 - 1)
INT64 = integer(-(2**63), 2**63 - 1)
UINT32 = integer(0, 2**32 - 1)
UINT64 = integer(0, 2**64 - 1)

SCALARS: Mapping[int, Callable[[Tidy], Convert]] = {
    FieldDescriptor.TYPE_BOOL: of_type(bool, "true or false"),
    FieldDescriptor.TYPE_BYTES: data,
    FieldDescriptor.TYPE_DOUBLE: floating(math.inf, "1.8e308"),
    FieldDescriptor.TYPE_FIXED32: UINT32,
    FieldDescriptor.TYPE_FIXED64: UINT64,
    FieldDescriptor.TYPE_FLOAT: floating(ABOVE_FLOAT, "3.4e38"),
    FieldDescriptor.TYPE_INT32: INT32,
    FieldDescriptor.TYPE_INT64: INT64,
    FieldDescriptor.TYPE_SFIXED32: INT32,
    FieldDescriptor.TYPE_SFIXED64: INT64,
    FieldDescriptor.TYPE_SINT32: INT32,
    FieldDescriptor.TYPE_SINT64: INT64,
    FieldDescriptor.TYPE_STRING: of_type(str, "text in quotes"),
    FieldDescriptor.TYPE_UINT32: UINT32,
    FieldDescriptor.TYPE_UINT64: UINT64,
}
"""What makes the converter of every scalar type, given how values are tidied."""

PLAIN: Mapping[int, type] = {
    FieldDescriptor.TYPE_BOOL: bool,
    FieldDescriptor.TYPE_STRING: str,
}
"""The types of which every value is right as it is."""
