"""Moments and spans of time (google.protobuf.Timestamp and Duration)."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from edge.tools.arguments.refusals import wrong

MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
LOOSE_MOMENT = re.compile(
    r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]\s*([0-9]{2}:[0-9]{2})(:[0-9]{2}[0-9.]*)?"
    r"\s*(?:[Zz]|UTC|GMT|([+-][0-9]{2}):?([0-9]{2})?)\s*"
)
A_MOMENT = 'a date and time with its UTC offset, such as "2026-03-14T09:30:00Z"'
EPOCH = date(1970, 1, 1).toordinal()
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
    seconds = since_epoch(found) if found else None
    if found is None or seconds is None or not EARLIEST <= seconds <= LATEST:
        raise wrong(value, A_MOMENT)
    return {"seconds": seconds, "nanos": nanos(found[5])}


def since_epoch(found: re.Match[str]) -> int | None:
    """Return the whole seconds since 1970 of a moment, None if it does not exist."""
    day, hour, minute, second, _, sign, ahead, ahead_minutes = found.groups()
    hours, minutes = int(ahead or 0), int(ahead_minutes or 0)
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:  # noqa: PLR2004  a clock
        return None
    if hours > 23 or minutes > 59:  # noqa: PLR2004  a clock
        return None
    try:
        days = date.fromisoformat(day).toordinal() - EPOCH
    except ValueError:
        return None
    offset = (hours * 3600 + minutes * 60) * (-1 if sign == "-" else 1)
    return days * 86_400 + int(hour) * 3600 + int(minute) * 60 + int(second) - offset


def nanos(fraction: str | None) -> int:
    """Return the billionths that the digits behind a point say."""
    return int((fraction or "0").ljust(9, "0"))


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
    if found is None or int(found[2]) + bool(nanos(found[3])) > LONGEST:
        raise wrong(value, A_SPAN)
    sign = -1 if found[1] else 1
    return {"seconds": sign * int(found[2]), "nanos": sign * nanos(found[3])}


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
