"""Calls as they are on record: the newest, one as it went, and their erasure."""

from collections.abc import AsyncIterator, Callable

from msgspec import Struct

from edge.state.connection import Connection
from edge.state.interactions import Batch, Interaction, decode_batch
from edge.state.places import of_call, of_caller
from edge.state.reading import last_sequence, read
from edge.state.streams import RECORD, WITH_CALLERS

WINDOW = 2000
"""Batches looked at in one go, from the newest backwards."""

TOOL_CALL = "tool call"


class RecordedCall(Struct):
    """One call, with all that was written down of it."""

    id: str
    caller: str
    called: str
    assistant_id: str
    entries: list[Interaction]

    @property
    def began(self) -> float:
        """When its first interaction was, in seconds since 1970."""
        return self.entries[0].at

    @property
    def tool_calls(self) -> list[Interaction]:
        """Its tool calls."""
        return [entry for entry in self.entries if entry.kind == TOOL_CALL]

    @property
    def outcomes(self) -> set[str]:
        """How its tool calls, and it itself, went."""
        return {entry.outcome for entry in self.entries if entry.outcome}


async def call_of(connection: Connection, call_id: str) -> RecordedCall | None:
    """Return a call, or None where nothing of it is on record; raises `StoreLost`."""
    subject = of_call(RECORD, call_id)
    batches = [decode_batch(e.data) async for e in read(connection, RECORD, subject)]
    return joined(batches) if batches else None


def joined(batches: list[Batch]) -> RecordedCall:
    """Return the call that batches belong to, its entries in order, each once."""
    first = max(batches, key=lambda batch: bool(batch.caller))
    entries: list[Interaction] = []
    for entry in sorted((e for b in batches for e in b.entries), key=lambda e: e.at):
        if entry not in entries[-5:]:  # written twice where a confirmation was lost
            entries.append(entry)
    return RecordedCall(
        first.call_id, first.caller, first.called, first.assistant_id, entries
    )


async def newest(
    connection: Connection,
    *,
    limit: int,
    caller: str = "",
    wanted: Callable[[RecordedCall], bool] = lambda _: True,
) -> AsyncIterator[RecordedCall]:
    """Yield the calls on record, the newest first; raises `StoreLost`.

    `caller` is the mark of a caller; empty: everybody's.
    """
    seen: set[str] = set()
    stop = await last_sequence(connection, RECORD) + 1
    while stop > 1 and limit:
        start = max(1, stop - WINDOW)
        for call_id in await ids_between(connection, caller, start, stop):
            call = None if call_id in seen else await call_of(connection, call_id)
            seen.add(call_id)
            if call and limit and wanted(call):
                limit -= 1
                yield call
        stop = start


async def ids_between(
    connection: Connection, caller: str, start: int, stop: int
) -> list[str]:
    """Return the calls with something between two sequence numbers, newest first."""
    subject = of_caller(RECORD, caller) if caller else ""
    found = read(connection, RECORD, subject, start=start, stop=stop)
    ids = [decode_batch(entry.data).call_id async for entry in found]
    return list(dict.fromkeys(reversed(ids)))


async def erase(connection: Connection, *, caller: str = "", call_id: str = "") -> int:
    """Remove all there is of a caller, by mark, or of a call; raises `StoreLost`.

    Returns how many things were removed from the record, the jobs, the events …
    """
    removed = 0
    for stream in WITH_CALLERS:
        subject = of_caller(stream, caller) if caller else of_call(stream, call_id)
        removed += await connection.purge(stream, subject)
    return removed
