"""How much there is to do at once, and what is to be left undone for it."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum
from math import ceil
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
        self.under_way = 0
        self.shed: Counter[str] = Counter()
        """What was shed, by level."""
        self._lags = deque([0.0] * TICKS, maxlen=TICKS)
        self._late = Level.CALM
        self._told: Counter[str] = Counter()
        self.adopt(terms)

    def adopt(self, terms: Overload) -> None:
        """Follow these settings."""
        self._terms = terms
        self._bounds = tuple(ceil(share * terms.in_flight) for share in SHARES)

    def __enter__(self) -> None:
        """Have one more webhook under way."""
        self.under_way += 1

    def __exit__(self, *_: object) -> None:
        self.under_way -= 1

    @property
    def level(self) -> Level:
        """What is to be shed now."""
        if self.under_way < self._bounds[0]:  # as nearly always: nothing is worked out
            return self._late
        crowded = sum(self.under_way >= bound for bound in self._bounds)
        return max(self._late, Level(crowded))

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

    def measure(self, lag: float) -> None:
        """Take note of how many seconds late the loop is this time."""
        self._lags.append(lag)
        share = min(self._lags) / self._terms.lag
        self._late = Level(sum(share >= bound for bound in SHARES))

    async def _watch(self) -> None:
        while True:
            due = monotonic() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            self.measure(max(0.0, monotonic() - due))
            if self.shed != self._told:
                log.warning("shed", under_way=self.under_way, **self.shed - self._told)
                self._told = self.shed.copy()
