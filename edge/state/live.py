"""Live calls that every worker and every replica knows, in memory alone."""

import asyncio

from edge.config.secrets import Secret
from edge.state.connection import Connection
from edge.state.places import NOBODY, Place
from edge.state.streams import LIVE
from edge.state.tasks import Tasks
from edge.vapi.live import Known

PUT_SECONDS = 5.0


class SharedCalls:
    """Which calls use tools of which services, and where each is controlled.

    It lies under no caller's mark, for services know calls by their ids, in a
    stream that is never written to disk. Where a call is controlled goes with it.
    """

    def __init__(self, connection: Connection, tasks: Tasks) -> None:
        self._connection = connection
        self._tasks = tasks

    def note(self, call_id: str, known: Known) -> None:
        """Tell the others, soon, what is known of a call now."""
        for service in known.services:
            self._tasks.add(self._put(place(call_id, "service", service), b""))
        if known.url:
            url = known.url.value.encode()
            self._tasks.add(self._put(place(call_id, "line"), url))

    def end(self, call_id: str) -> None:
        """Tell the others, soon, that a call has ended."""
        self._tasks.add(self._end(call_id))

    async def find(self, call_id: str, service: str) -> Known | None:
        """Return what is known of a call that uses a service; raises `StoreLost`."""
        using, line, ended = await asyncio.gather(
            self._connection.last(place(call_id, "service", service), LIVE),
            self._connection.last(place(call_id, "line"), LIVE),
            self._connection.last(place(call_id, "ended"), LIVE),
        )
        if using is None:
            return None
        url = line.data.decode() if line and line.data else ""
        return Known(
            services=frozenset({service}),
            url=Secret(url) if url and not ended else None,
            ended=ended is not None,
        )

    async def _put(self, subject: str, payload: bytes) -> None:
        await self._connection.put(subject, payload, seconds=PUT_SECONDS)

    async def _end(self, call_id: str) -> None:
        await self._put(place(call_id, "ended"), b"")
        await self._connection.purge(LIVE, place(call_id, "line"))


def place(call_id: str, *path: str) -> str:
    """Return the subject of one thing about a call."""
    return Place(NOBODY, call_id, path).subject(LIVE)
