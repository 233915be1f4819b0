"""When a webhook was signed."""

import re
from collections.abc import Callable
from datetime import datetime

NEWEST_SECONDS = 1e11
"""A larger timestamp is in milliseconds: in seconds it would be the year 5138."""

USUAL = 10
"""How many digits seconds have until the year 2286."""

NUMBER = re.compile(r"[0-9]{1,16}(\.[0-9]{1,9})?")

Freshness = Callable[[str | None], str]
"""Returns why a timestamp will not do, or nothing if it does."""


def freshness(header: str, tolerance: float, clock: Callable[[], float]) -> Freshness:
    """Return the check that a timestamp lies within `tolerance` seconds of `clock`.

    A tolerance of 0 lets any timestamp pass.
    """

    def fresh(timestamp: str | None) -> str:
        moment = seconds_of(timestamp or "")
        if moment is None:
            return f"no {header}" if timestamp is None else f"malformed {header}"
        late = tolerance and abs(clock() - moment) > tolerance
        return f"{header} is too far from this clock" if late else ""

    return fresh


def seconds_of(timestamp: str) -> float | None:
    """Read a timestamp in seconds, milliseconds or ISO 8601.

    Vapi does not document the unit.
    """
    if len(timestamp) == USUAL and timestamp.isascii() and timestamp.isdigit():
        return int(timestamp)  # spares most webhooks the pattern
    if NUMBER.fullmatch(timestamp):
        number = float(timestamp)
        return number / 1000 if number > NEWEST_SECONDS else number
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None
