"""Google's messages whose JSON is not an object of their fields."""

import math
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from edge.tools.results.scalars import Write, double

EPOCH = date(1970, 1, 1).toordinal()
FIRST, LAST = 1 - EPOCH, date.max.toordinal() - EPOCH
"""The years 0001 to 9999 (timestamp.proto), in days from the first of 1970."""

LONGEST = 315_576_000_000
"""Ten thousand years, in seconds (duration.proto)."""

BILLION = 10**9
PATH = re.compile(r"[a-z0-9.]*(?:_[a-z][a-z0-9.]*)*")


class Unprintable(ValueError):
    """A value has no form in ProtoJSON."""


def moment(value: Any) -> str:  # noqa: ANN401  a Timestamp of any pool
    """Write a Timestamp in RFC 3339."""
    days, seconds = divmod(value.seconds, 86_400)
    minutes, seconds = divmod(seconds, 60)
    rest = fraction(value.nanos) if value.nanos else ""
    return f"{day(days)}T{clock(minutes)}:{seconds:02d}{rest}Z"


@lru_cache(maxsize=4096)
def day(days: int) -> str:
    """Return the day that is so many days after the first of 1970."""
    if not FIRST <= days <= LAST:
        raise Unprintable("a moment out of the years 1 to 9999")
    return date.fromordinal(EPOCH + days).isoformat()


@lru_cache(maxsize=24 * 60)
def clock(minutes: int) -> str:
    """Return the time so many minutes after midnight."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def span(value: Any) -> str:  # noqa: ANN401  a Duration of any pool
    """Write a Duration in seconds."""
    seconds, nanos = value.seconds, value.nanos
    if abs(seconds) > LONGEST or abs(nanos) >= BILLION or seconds * nanos < 0:
        raise Unprintable("a span of more than ten thousand years, or of two signs")
    sign = "-" if seconds < 0 or nanos < 0 else ""
    return f"{sign}{abs(seconds)}{fraction(abs(nanos))}s"


def fraction(nanos: int) -> str:
    """Return what stands behind the seconds: nothing, or 3, 6 or 9 digits."""
    if not 0 <= nanos < BILLION:
        raise Unprintable("a moment whose nanoseconds are more than a second")
    digits = f"{nanos:09d}"
    while digits.endswith("000"):
        digits = digits[:-3]
    return f".{digits}" if digits else ""


def exact_mask(value: Any) -> str:  # noqa: ANN401  a FieldMask of any pool
    """Write a FieldMask in camelCase; a path must be readable back."""
    if not all(map(PATH.fullmatch, value.paths)):
        raise Unprintable("a path that camelCase does not keep")
    return ",".join(
        re.sub("_(.)", lambda letter: letter[1].upper(), path) for path in value.paths
    )


def mask(value: Any) -> str:  # noqa: ANN401  a FieldMask of any pool
    """Write a FieldMask in the contract's own names."""
    return ",".join(value.paths)


class AnyJson:
    """Writes Struct, Value and ListValue as the JSON they hold."""

    def __init__(self, number: Write) -> None:
        self.kinds: Mapping[str | None, Write] = {
            None: lambda _: None,
            "null_value": lambda _: None,
            "number_value": number,
            "string_value": str,
            "bool_value": bool,
            "struct_value": self.struct,
            "list_value": self.items,
        }

    def value(self, message: Any) -> Any:  # noqa: ANN401  any JSON
        """Write a Value; one that is not set, as null."""
        kind = message.WhichOneof("kind")
        return self.kinds[kind](getattr(message, kind or "kind", None))

    def struct(self, message: Any) -> dict[str, Any]:  # noqa: ANN401  of any pool
        """Write a Struct."""
        return {key: self.value(item) for key, item in message.fields.items()}

    def items(self, message: Any) -> list[Any]:  # noqa: ANN401  of any pool
        """Write a ListValue."""
        return [self.value(item) for item in message.values]


def finite(number: float) -> float:
    """Write the number of a Value: "NaN" would be read back as a text."""
    if not math.isfinite(number):
        raise Unprintable("a Value that is not finite")
    return number


def if_printable(write: Write) -> Write:
    """Return what writes null for a value that has no form."""

    def write_or_null(value: Any) -> Any:  # noqa: ANN401  any JSON
        try:
            return write(value)
        except Unprintable:
            return None

    return write_or_null


EXACT: Mapping[str, Write] = {
    "google.protobuf.Duration": span,
    "google.protobuf.FieldMask": exact_mask,
    "google.protobuf.ListValue": AnyJson(finite).items,
    "google.protobuf.Struct": AnyJson(finite).struct,
    "google.protobuf.Timestamp": moment,
    "google.protobuf.Value": AnyJson(finite).value,
}
LENIENT: Mapping[str, Write] = {
    "google.protobuf.Duration": if_printable(span),
    "google.protobuf.FieldMask": mask,
    "google.protobuf.ListValue": AnyJson(double).items,
    "google.protobuf.Struct": AnyJson(double).struct,
    "google.protobuf.Timestamp": if_printable(moment),
    "google.protobuf.Value": AnyJson(double).value,
}
