"""How often who has called, and whether that is too often."""

from collections import Counter
from collections.abc import Callable, Iterable

from limits import RateLimitItem, parse

from edge.config.limits import Limits
from edge.errors import Code, Withheld
from edge.policies.counts import Counts, Who
from edge.policies.shared import Shared

KINDS = ("call", "caller", "assistant", "credential", "tool")
"""In this order: what is too much for one is not counted against the tool of all."""


class Rates:
    """Counts tool calls by who makes them."""

    def __init__(self, terms: Limits) -> None:
        """Raise `ConfigError` for a storage that cannot be used."""
        self.refused: Counter[str] = Counter()
        """How many tool calls were refused, by the kind of the limit."""
        self._items: dict[str, RateLimitItem] = {}
        self._counts = Counts()
        self._shared: Shared | None = None
        self.prepared(terms)()

    def prepared(self, terms: Limits) -> Callable[[], None]:
        """Return what has these settings followed; raises `ConfigError` as of now."""
        rates = ((kind, getattr(terms, kind)) for kind in KINDS)
        items = {kind: parse(rate) for kind, rate in rates if rate}
        address = terms.storage.value if terms.storage else ""
        shared = self._shared
        if not shared or shared.address != address:
            shared = Shared(address) if address else None

        def follow() -> None:
            self._items, self._shared = items, shared

        return follow

    async def aclose(self) -> None:
        """Let go of what is shared."""
        if self._shared:
            await self._shared.aclose()

    async def admit(self, keys: Iterable[Who]) -> None:
        """Count a tool call by kind and key; raise `Withheld` where it is one too many.

        An empty key is nobody's, and is not counted.
        """
        for who in keys:
            kind, key = who
            item = self._items.get(kind)
            if item is None or not key:
                continue
            within = await self._shared.hit(item, who) if self._shared else None
            if within is None:
                within = self._counts.hit(who, item.get_expiry()) <= item.amount
            if not within:
                self.refused[kind] += 1
                raise Withheld(Code.RESOURCE_EXHAUSTED, f"LIMIT_{kind.upper()}")
