"""The way to one service: how many tool calls go there at once, and whether any."""

import asyncio
from collections import deque
from contextlib import suppress

from edge.config.policies import Policies
from edge.errors import Code, Withheld
from edge.policies.answers import Shelf
from edge.policies.breaker import Breaker, Probe, State
from edge.policies.tokens import Tokens

BURST = 10.0
"""How many attempts may be repeated before the share decides."""

IDLE_SECONDS = 0.05
"""How often one that is to be closed is looked at."""


class Lane:
    """A tool call may enter while `running` is less than `room`; one more waits.

    Both are plain numbers, so that the usual call pays for two comparisons.
    """

    __slots__ = ("breaker", "retries", "room", "running", "shelf", "terms", "waiting")

    def __init__(self, name: str, terms: Policies, probe: Probe) -> None:
        self.running = 0
        self.room = 0
        """How many may run: none while the service is left alone."""
        self.waiting: deque[asyncio.Future[None]] = deque()
        self.shelf = Shelf()
        """What it answered, for tools that ask for that to be remembered."""
        self.breaker = Breaker(name, probe, self._resize)
        self.adopt(terms)

    def adopt(self, terms: Policies) -> None:
        """Follow these settings from the next call on."""
        self.terms = self.breaker.terms = terms
        most = BURST if terms.retry_share else 0.0
        self.shelf.resize(terms.memory)
        self.retries = Tokens(terms.retry_share, most=most, level=most)
        self._resize()

    async def enter(self, end: float) -> None:
        """Wait for room, or raise `Withheld`: at once where waiting is in vain.

        `end` is the moment of the loop's clock at which the call is to be over; half
        of the time until then is kept for the call itself.
        """
        if self.breaker.trial_is_due():
            self.running += 1
            return
        if self.breaker.state is not State.CLOSED:
            raise Withheld(Code.UNAVAILABLE, "BREAKER")
        if len(self.waiting) >= self.terms.queue:
            raise Withheld(Code.RESOURCE_EXHAUSTED, "BULKHEAD")
        loop = asyncio.get_running_loop()
        place: asyncio.Future[None] = loop.create_future()
        self.waiting.append(place)
        patience = loop.call_later((end - loop.time()) / 2, turn_away, place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and not place.exception():
                self.leave()
            raise
        finally:
            patience.cancel()
            with suppress(ValueError):  # it is no more there if it was its turn
                self.waiting.remove(place)

    def leave(self) -> None:
        """Make room for the next."""
        self.running -= 1
        if self.waiting:
            self._admit()

    async def idle(self, seconds: float) -> float:
        """Wait until nobody runs or waits, or it is too long; return what is left."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (self.running or self.waiting) and loop.time() < end:  # noqa: ASYNC110  an event would cost each call
            await asyncio.sleep(IDLE_SECONDS)
        return max(0.0, end - loop.time())

    def close(self) -> None:
        """Do nothing more in the background."""
        self.breaker.close()

    def _resize(self) -> None:
        """Make as much room as the breaker allows."""
        most = self.terms.concurrent
        self.room = {State.CLOSED: most, State.TRYING: 1, State.OPEN: 0}[
            self.breaker.state
        ]
        if self.breaker.state is State.OPEN:
            self._dismiss()
        self._admit()

    def _admit(self) -> None:
        """Give what room there is to those who have waited longest."""
        while self.waiting and self.running < self.room:
            place = self.waiting.popleft()
            if not place.done():
                self.running += 1
                place.set_result(None)

    def _dismiss(self) -> None:
        """Keep nobody waiting for a service that is left alone."""
        while self.waiting:
            place = self.waiting.popleft()
            if not place.done():
                place.set_exception(Withheld(Code.UNAVAILABLE, "BREAKER"))


def turn_away(place: asyncio.Future[None]) -> None:
    """Tell one who waits that it has been too long."""
    if not place.done():
        place.set_exception(Withheld(Code.RESOURCE_EXHAUSTED, "BULKHEAD"))
