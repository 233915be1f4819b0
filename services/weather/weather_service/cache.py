"""Answers remembered for a while; asks for the same that overlap share one request."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

KEPT_SECONDS = 600.0
KEPT_ANSWERS = 1000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class Flight(Generic[V]):
    """A request under way, and how many wait for it."""

    task: asyncio.Task[V]
    waiting: int = 0


class Cache(Generic[K, V]):
    """Remembers what `ask` answered, 10 minutes long; the oldest go when it is full."""

    def __init__(
        self,
        ask: Callable[[K], Awaitable[V]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._answers: dict[K, tuple[float, V]] = {}
        self._flights: dict[K, Flight[V]] = {}

    async def get(self, key: K) -> V:
        """Return the answer for `key`; raises what asking for it raised.

        Who is cancelled leaves the others waiting; the last to leave stops the request.
        """
        expires, answer = self._answers.get(key, (0.0, None))
        if answer is not None and self._clock() < expires:
            return answer
        flight = self._flights.get(key) or self._start(key)
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                flight.task.cancel()
                del self._flights[key]

    def _start(self, key: K) -> Flight[V]:
        flight = self._flights[key] = Flight(asyncio.create_task(self._fetch(key)))
        return flight

    async def _fetch(self, key: K) -> V:
        answer = await self._ask(key)
        self._answers.pop(key, None)
        self._answers[key] = (self._clock() + KEPT_SECONDS, answer)
        if len(self._answers) > KEPT_ANSWERS:
            del self._answers[next(iter(self._answers))]
        return answer
