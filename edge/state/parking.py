"""Parked results: what could not be told in the call it belongs to."""

import msgspec
from msgspec import Struct

from edge.state.callers import Callers
from edge.state.connection import Connection
from edge.state.places import NOBODY, Place, of_caller
from edge.state.reading import read
from edge.state.streams import PARKED

PARK_SECONDS = 15.0


class Parked(Struct, frozen=True, kw_only=True):
    """A result that waits for somebody to hear it."""

    call_id: str
    tool_call_id: str
    tool: str
    words: str
    failed: bool
    next_call: bool
    """Whether the caller's next call is to be told."""
    why: str
    """Why it was not told."""


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Parked).decode


class Parking:
    """Where results are parked, by caller."""

    def __init__(self, connection: Connection, callers: Callers) -> None:
        self._connection = connection
        self._callers = callers

    async def park(self, caller: str, result: Parked) -> None:
        """Park a result; raises `StoreLost`."""
        place = Place(
            self._callers.mark(caller), result.call_id, (result.tool_call_id,)
        )
        await self._connection.put(
            place.subject(PARKED), encode(result), seconds=PARK_SECONDS
        )

    async def waiting(self, caller: str) -> list[tuple[str, Parked]]:
        """Return what the caller's next call is to be told, with its subject.

        Raises `StoreLost`. Nobody known has nothing waiting.
        """
        mark = self._callers.mark(caller)
        subject = of_caller(PARKED, mark)
        if mark == NOBODY or not await self._connection.last(subject, PARKED):
            return []
        found = [
            (entry.subject, decode(entry.data))
            async for entry in read(self._connection, PARKED, subject)
        ]
        return [(subject, parked) for subject, parked in found if parked.next_call]

    async def take(self, subject: str) -> None:
        """Remove a result: it is about to be told. Raises `StoreLost`."""
        await self._connection.purge(PARKED, subject)
