"""How often who has called, and whether that is too often."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from time import monotonic

import structlog
from limits import RateLimitItem, parse
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from edge.config.limits import Limits
from edge.errors import Code, ConfigError, Withheld
from edge.policies.counts import Counts, Who

KINDS = ("call", "caller", "assistant", "credential", "tool")
"""In this order: what is too much for one is not counted against the tool of all."""

STORAGE_SECONDS = 0.1
"""How long a storage may take; who calls is let in where it does not answer."""

LOG_SECONDS = 10.0

log = structlog.get_logger(__name__)


class Rates:
    """Counts tool calls by who makes them."""

    def __init__(self, terms: Limits) -> None:
        """Raise `ConfigError` for a storage that cannot be used."""
        self.refused: Counter[str] = Counter()
        """How many tool calls were refused, by the kind of the limit."""
        self._items: dict[str, RateLimitItem] = {}
        self._counts = Counts()
        self._shared: FixedWindowRateLimiter | None = None
        self._silent = -LOG_SECONDS
        self.prepared(terms)()

    def prepared(self, terms: Limits) -> Callable[[], None]:
        """Return what has these settings followed; raises `ConfigError` as of now."""
        rates = ((kind, getattr(terms, kind)) for kind in KINDS)
        items = {kind: parse(rate) for kind, rate in rates if rate}
        storage = shared(terms.storage.value) if terms.storage else None

        def follow() -> None:
            self._items, self._shared = items, storage

        return follow

    async def admit(self, keys: Iterable[Who]) -> None:
        """Count a tool call by kind and key; raise `Withheld` where it is one too many.

        An empty key is nobody's, and is not counted.
        """
        for who in keys:
            kind, key = who
            item = self._items.get(kind)
            if item is None or not key:
                continue
            if self._shared is None:
                admitted = self._counts.hit(who, item.get_expiry()) <= item.amount
            else:
                admitted = await self._ask(self._shared, item, who)
            if not admitted:
                self.refused[kind] += 1
                raise Withheld(Code.RESOURCE_EXHAUSTED, f"LIMIT_{kind.upper()}")

    async def _ask(
        self, limiter: FixedWindowRateLimiter, item: RateLimitItem, who: Who
    ) -> bool:
        """Count where replicas share the counters; without them, count here."""
        try:
            async with asyncio.timeout(STORAGE_SECONDS):
                return await limiter.hit(item, *who)
        except Exception as error:  # noqa: BLE001  each storage raises its own
            if monotonic() - self._silent > LOG_SECONDS:
                self._silent = monotonic()
                log.warning("limits not shared", why=repr(error)[:200])
            return self._counts.hit(who, item.get_expiry()) <= item.amount


def shared(address: str) -> FixedWindowRateLimiter:
    """Return a limiter that counts in a storage; raises `ConfigError`."""
    try:
        return FixedWindowRateLimiter(storage_from_string(address))
    except (ConfigurationError, AssertionError, ValueError) as error:
        raise ConfigError(f"limits.storage: {error}") from error
