"""How often the log tells of what strangers do."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

MOST = 10
"""Lines of one kind in a second: a flood must not fill the disk, nor hide the rest."""

SECONDS = 1.0

Kind = tuple[str, int | None]


class Mentions:
    """Log lines, of each kind no more than so many a second: the rest is counted."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS) -> None:
        self._most, self._seconds = most, seconds
        self._told: Counter[Kind] = Counter()
        """How many there were in this second, by event and status."""

    def tell(
        self,
        log: Callable[..., object],
        event: str,
        *,
        status: int | None = None,
        **fields: Any,  # noqa: ANN401  any JSON
    ) -> None:
        """Log an event by `log`, or count it; to be called where a loop runs."""
        kind = (event, status)
        self._told[kind] += 1
        if self._told[kind] == 1:
            loop = asyncio.get_running_loop()
            loop.call_later(self._seconds, self._sum_up, log, kind)
        if self._told[kind] <= self._most:
            log(event, **of_kind(status), **fields)

    def _sum_up(self, log: Callable[..., object], kind: Kind) -> None:
        more = self._told.pop(kind) - self._most
        if more > 0:
            event, status = kind
            log(event, **of_kind(status), more=more)


def of_kind(status: int | None) -> dict[str, int]:
    """Return the field that tells a kind, where it has a status."""
    return {} if status is None else {"status": status}
