"""Moments and spans of time (google.protobuf.Timestamp and Duration)."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from edge.tools.arguments.refusals import wrong

MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.([0-9]{1,9}))?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
LOOSE_MOMENT = re.compile(
    r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]\s*([0-9]{2}:[0-9]{2})(:[0-9]{2}[0-9.]*)?"
    r"\s*(?:[Zz]|UTC|GMT|([+-][0-9]{2}):?([0-9]{2})?)\s*"
)
A_MOMENT = 'a date and time with its UTC offset, such as "2026-03-14T09:30:00Z"'
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST, LATEST = -62_135_596_800, 253_402_300_799
"""The years 0001 and 9999, in seconds from 1970 (timestamp.proto)."""

SPAN = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,9}))?s")
ISO_SPAN = re.compile(
    r"(?P<sign>-?)P(?=.)(?:(?P<w>[0-9]{1,9})W)?(?:(?P<d>[0-9]{1,9})D)?"
    r"(?:T(?=.)(?:(?P<h>[0-9]{1,9})H)?(?:(?P<m>[0-9]{1,9})M)?"
    r"(?:(?P<s>[0-9]{1,12}(?:\.[0-9]{1,9})?)S)?)?"
)
LOOSE_SPAN = re.compile(
    r"(?P<sign>-?)(?=.)(?:(?P<w>[0-9]{1,9}) ?w(?:eeks?)?\s*)?"
    r"(?:(?P<d>[0-9]{1,9}) ?d(?:ays?)?\s*)?(?:(?P<h>[0-9]{1,9}) ?h(?:(?:ou)?rs?)?\s*)?"
    r"(?:(?P<m>[0-9]{1,9}) ?m(?:in(?:ute)?s?)?\s*)?"
    r"(?:(?P<s>[0-9]{1,12}(?:\.[0-9]{1,9})?) ?s(?:ec(?:ond)?s?)?)?"
)
A_SPAN = 'a length of time in seconds, such as "90s" or "1.5s"'
LONGEST = 315_576_000_000
"""Ten thousand years, in seconds (duration.proto)."""

SECONDS = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}


def moment(value: Any, _: int) -> dict[str, int]:  # noqa: ANN401  any JSON
    """Convert a moment in RFC 3339, capital letters only, of the years 1 to 9999."""
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise wrong(value, A_MOMENT)
    try:
        passed = datetime.fromisoformat(found[0]) - EPOCH
    except ValueError:  # such as the 30th of February
        raise wrong(value, A_MOMENT) from None
    seconds = passed.days * 86_400 + passed.seconds
    if not EARLIEST <= seconds <= LATEST:
        raise wrong(value, A_MOMENT)
    return {"seconds": seconds, "nanos": nanos(found[1]) if found[1] else 0}


def nanos(fraction: str) -> int:
    """Return the billionths that the digits behind a point say."""
    return int(fraction.ljust(9, "0"))


def tidy_moment(value: object) -> object:
    """Return RFC 3339 for what leaves nothing open; a missing offset does."""
    found = LOOSE_MOMENT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return value
    day, clock, seconds, hours, minutes = found.groups()
    offset = f"{hours}:{minutes or '00'}" if hours else "Z"
    return f"{day}T{clock}{seconds or ':00'}{offset}"


def span(value: Any, _: int) -> dict[str, int]:  # noqa: ANN401  any JSON
    """Convert a span in seconds, at most ten thousand years either way."""
    found = SPAN.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise wrong(value, A_SPAN)
    sign = -1 if found[1] else 1
    seconds, rest = int(found[2]), nanos(found[3] or "")
    if seconds > LONGEST:
        raise wrong(value, A_SPAN)
    return {"seconds": sign * seconds, "nanos": sign * rest}


def tidy_span(value: object) -> object:
    """Return seconds for ISO 8601 ("PT1H30M") and for units in words ("1h 30 min").

    Months and years are not understood: they have no fixed length.
    """
    if not isinstance(value, str):
        return value
    written = value.strip()
    found = ISO_SPAN.fullmatch(written) or LOOSE_SPAN.fullmatch(written.lower())
    if not found:
        return value
    parts = ((found[unit], length) for unit, length in SECONDS.items())
    total = sum(Decimal(number) * length for number, length in parts if number)
    return f"{found['sign']}{total:f}s"
