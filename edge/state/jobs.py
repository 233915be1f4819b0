"""Jobs in the store: what is to be done for a call, each once."""

from collections import OrderedDict

from msgspec import Struct

from edge.config.secrets import Secret
from edge.state.callers import Callers
from edge.state.connection import FIRST, Connection
from edge.state.places import Place
from edge.state.streams import JOBS, LIVE, ONCE

TOOL, TELL = "tool", "tell"
"""The kinds: a tool is to be run, a result is to be told."""


DONE = b"done"
"""Lies where it was decided who tells a result, once it is told."""

MOST_LINES = 10_000


class JobId(Struct, frozen=True):
    """What a job is for."""

    caller: str
    """The caller's number; may be empty."""
    call_id: str
    id: str
    """The tool call's; with what was said in an earlier call, that call's too."""


class Jobs:
    """Where jobs are put, and what is known of them."""

    def __init__(self, connection: Connection, callers: Callers) -> None:
        self._connection = connection
        self._callers = callers
        self._lines: OrderedDict[str, Secret] = OrderedDict()
        """Where calls are controlled that began jobs here: the store may lose it."""

    async def put(
        self, kind: str, job: JobId, payload: bytes, *, seconds: float
    ) -> bool:
        """Make a job durable; False where it was before. Raises `StoreLost`.

        Then it is not known whether it is stored; if it is, it is done.
        """
        subject = self.place(job, kind).subject(JOBS)
        return await self._connection.put(subject, payload, seconds=seconds)

    async def find(self, kind: str, job: JobId) -> bytes | None:
        """Return a job's payload, or None where there is no such job."""
        found = await self._connection.last(self.place(job, kind).subject(JOBS), JOBS)
        return found.data if found else None

    async def decide(self, job: JobId, who: str, *, seconds: float) -> str:
        """Return who is to tell a job's result: the first that asked to.

        Raises `StoreLost`.
        """
        subject = self.place(job, "told").subject(ONCE)
        await self._connection.put(
            subject, who.encode(), seconds=seconds, headers=FIRST
        )
        found = await self._connection.last(subject, ONCE)
        return found.data.decode() if found and found.data else who

    async def settle(self, job: JobId, *, seconds: float) -> None:
        """Remember that a job's result was told, or parked; raises `StoreLost`."""
        subject = self.place(job, "told").subject(ONCE)
        await self._connection.put(subject, DONE, seconds=seconds)

    async def hold_line(self, job: JobId, url: Secret, *, seconds: float) -> None:
        """Keep where the call is controlled, until it ends; in memory alone."""
        self._lines[job.call_id] = url
        if len(self._lines) > MOST_LINES:
            self._lines.popitem(last=False)
        await self._connection.put(
            self._line(job.caller, job.call_id), url.value.encode(), seconds=seconds
        )

    async def line(self, job: JobId) -> str:
        """Return where the call is controlled; empty once it has ended."""
        known = self._lines.get(job.call_id)
        if known:
            return known.value
        subject = self._line(job.caller, job.call_id)
        found = await self._connection.last(subject, LIVE)
        return found.data.decode() if found and found.data else ""

    async def drop_line(self, caller: str, call_id: str) -> None:
        """Forget where a call was controlled: it has ended."""
        self._lines.pop(call_id, None)
        await self._connection.purge(LIVE, self._line(caller, call_id))

    def _line(self, caller: str, call_id: str) -> str:
        return Place(self._callers.mark(caller), call_id, ("url",)).subject(LIVE)

    def place(self, job: JobId, kind: str) -> Place:
        """Return where in the streams a job lies."""
        return Place(self._callers.mark(job.caller), job.call_id, (kind, job.id))
