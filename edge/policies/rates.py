"""How often who has called, and whether that is too often."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from limits import RateLimitItem, parse

from edge.config.limits import Limits
from edge.endings import ended
from edge.errors import Code, Withheld
from edge.policies.counts import Counts
from edge.policies.shared import STORAGE_SECONDS, Shared


class Who(NamedTuple):
    """Who makes a tool call, and of what; nobody is empty, and is not counted.

    In this order: what is too much for one is not counted against the tool of all.
    """

    call: str = ""
    caller: str = ""
    assistant: str = ""
    credential: str = ""
    tool: str = ""


class Limit(NamedTuple):
    """How often each of a kind may."""

    kind: str
    place: int
    """Where among `Who` its key is."""
    item: RateLimitItem
    most: int
    seconds: int
    counts: Counts

    def admits(self, key: str) -> bool:
        """Count, and tell whether that is within the limit."""
        return self.counts.hit(key, self.seconds) <= self.most


class Rates:
    """Counts tool calls by who makes them."""

    def __init__(self, terms: Limits) -> None:
        """Raise `ConfigError` for a storage that cannot be used."""
        self.refused: Counter[str] = Counter()
        """How many tool calls were refused, by the kind of the limit."""
        self._limits: tuple[Limit, ...] = ()
        self._shared: Shared | None = None
        self._retiring: dict[Shared, asyncio.Task[None]] = {}
        self.prepared(terms)()

    def prepared(self, terms: Limits) -> Callable[[], None]:
        """Return what has these settings followed; raises `ConfigError` as of now."""
        rates = [(kind, getattr(terms, kind)) for kind in Who._fields]
        limits = tuple(
            self._limit(kind, place, parse(rate))
            for place, (kind, rate) in enumerate(rates)
            if rate
        )
        address = terms.storage.value if terms.storage else ""
        shared = self._shared
        if not shared or shared.address != address:
            shared = Shared(address) if address else None

        def follow() -> None:
            before, self._limits, self._shared = self._shared, limits, shared
            if before and before is not shared:
                self._retiring[before] = asyncio.create_task(self._retire(before))

        return follow

    async def aclose(self) -> None:
        """Let go of what is shared, and of what was."""
        await ended(self._retiring.values())
        for shared in (*self._retiring, self._shared):
            if shared:
                await shared.aclose()

    def admit(self, who: Who) -> Awaitable[None] | None:
        """Count a tool call: at once, or once what is returned is awaited.

        Raises `Withheld`, or has it raised, where it is one too many.
        """
        if self._shared:
            return self._admit_together(who)
        for limit in self._limits:
            key = who[limit.place]
            if key and not limit.admits(key):
                raise self._refusal(limit)
        return None

    async def _admit_together(self, who: Who) -> None:
        for limit in self._limits:
            key = who[limit.place]
            if key and not await self._admits(limit, key):
                raise self._refusal(limit)

    async def _admits(self, limit: Limit, key: str) -> bool:
        """Ask the storage there is now, or count here where it does not say."""
        shared = self._shared
        within = await shared.hit(limit.item, limit.kind, key) if shared else None
        return limit.admits(key) if within is None else within

    async def _retire(self, shared: Shared) -> None:
        """Let go of a storage once whoever was asking it has been answered."""
        await asyncio.sleep(2 * STORAGE_SECONDS)
        await shared.aclose()
        del self._retiring[shared]

    def _refusal(self, limit: Limit) -> Withheld:
        self.refused[limit.kind] += 1
        return Withheld(Code.RESOURCE_EXHAUSTED, f"LIMIT_{limit.kind.upper()}")

    def _limit(self, kind: str, place: int, item: RateLimitItem) -> Limit:
        """Return a limit, with the counts so far where it is the same as before."""
        same = (each for each in self._limits if (each.kind, each.item) == (kind, item))
        counts = next((limit.counts for limit in same), None) or Counts()
        return Limit(kind, place, item, item.amount, item.get_expiry(), counts)
