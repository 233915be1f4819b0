"""The good answers of a service, for as long as they may be given again."""

import asyncio
from time import monotonic
from typing import Any, NamedTuple

from cachetools import TLRUCache

from edge.errors import Code

OVERHEAD = 500
"""What an answer takes beside its bytes and those of its question: dictionaries."""

DOWN = frozenset(
    {
        Code.UNKNOWN,
        Code.DEADLINE_EXCEEDED,
        Code.RESOURCE_EXHAUSTED,
        Code.INTERNAL,
        Code.UNAVAILABLE,
        Code.DATA_LOSS,
    }
)
"""The failures that are the service's, so that an old answer is better than none."""


class Answer(NamedTuple):
    """What was answered."""

    response: Any
    moment: float
    """When, by `monotonic`."""

    until: float
    """When it is to be forgotten."""

    size: int
    """In bytes."""


Flight = asyncio.Future[Any]
"""A question under way, to be answered, or failed, for all who ask it."""


class Shelf:
    """Room for the answers of one service; what nobody asked for longest goes first."""

    def __init__(self) -> None:
        self.answers = room_for(0)

    def resize(self, most: int) -> None:
        """Have room for so many bytes; another size forgets what there is."""
        if most != self.answers.maxsize:
            self.answers = room_for(most)


def room_for(most: int) -> TLRUCache[tuple["Memory", bytes], Answer, float]:
    """Return an empty cache for so many bytes."""
    return TLRUCache(
        most,
        ttu=lambda _, answer, __: answer.until,
        timer=monotonic,
        getsizeof=lambda answer: answer.size,
    )


class Memory:
    """The answers of one tool, by the bytes of the request."""

    def __init__(self, shelf: Shelf, *, fresh: float, stale: float) -> None:
        self.fresh = fresh
        """Seconds for which an answer is as good as new."""

        self.flights: dict[bytes, Flight] = {}
        """What is being asked just now."""

        self._stale = stale
        self._shelf = shelf

    def find(self, question: bytes) -> Answer | None:
        """Return the answer that was given before, if it is not too old for any use."""
        return self._shelf.answers.get((self, question))

    def keep(self, question: bytes, response: Any, size: int) -> None:  # noqa: ANN401  as of Answer
        """Remember an answer of so many bytes, if there is room for it at all."""
        now = monotonic()
        size += len(question) + OVERHEAD
        answers = self._shelf.answers
        if size <= answers.maxsize:
            until = now + self.fresh + self._stale
            answers[(self, question)] = Answer(response, now, until, size)


def memory_of(
    shelf: Shelf, *, fresh: float, stale: float, harmless: bool
) -> Memory | None:
    """Return a tool's memory; None where it asks for none, or may have none."""
    if not harmless or not fresh + stale:
        return None
    return Memory(shelf, fresh=fresh, stale=stale)
