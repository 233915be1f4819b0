"""How much there is to do at once, and what is to be left undone for it."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum
from time import monotonic

import structlog

from edge.config.overload import Overload

TICK_SECONDS = 0.1
"""How often the event loop is asked how late it is."""

TICKS = 5
"""Over so many the loop has to be late each time: a process that was only frozen, or
busy once, has no more to do than before."""

log = structlog.get_logger(__name__)


class Level(IntEnum):
    """What is shed, beside all that the lower levels shed."""

    CALM = 0
    UNWANTED = 1
    """Events nobody wants are neither logged nor recorded."""
    EVENTS = 2
    """Events that somebody wants are to be sent again: HTTP 503."""
    TOOL_CALLS = 3
    """Tool calls are answered in words, and not made."""


SHARES = (0.5, 0.75, 1.0)
"""At which share of what may be each level is reached."""


class Load:
    """The webhooks under way, and how late the event loop is."""

    def __init__(self, terms: Overload) -> None:
        self.terms = terms
        self.under_way = 0
        self.shed: Counter[str] = Counter()
        """What was shed, by level."""
        self._lags = deque([0.0] * TICKS, maxlen=TICKS)
        self._told: Counter[str] = Counter()

    def __enter__(self) -> None:
        """Have one more webhook under way."""
        self.under_way += 1

    def __exit__(self, *_: object) -> None:
        self.under_way -= 1

    @property
    def level(self) -> Level:
        """What is to be shed now."""
        share = max(
            self.under_way / self.terms.in_flight, min(self._lags) / self.terms.lag
        )
        return Level(sum(share >= bound for bound in SHARES))

    def sheds(self, level: Level) -> bool:
        """Tell whether something of a level is to be shed, and count it if so."""
        if self.level < level:
            return False
        self.shed[level.name.lower()] += 1
        return True

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Measure, and tell what was shed."""
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()

    async def _watch(self) -> None:
        while True:
            due = monotonic() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            self._lags.append(max(0.0, monotonic() - due))
            if self.shed != self._told:
                log.warning("shed", under_way=self.under_way, **self.shed - self._told)
                self._told = self.shed.copy()
