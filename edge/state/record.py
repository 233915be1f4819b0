"""The record of calls: queued behind the answers, and written in batches."""

import asyncio
from collections import deque
from collections.abc import Iterable
from secrets import token_hex

import structlog

from edge.config import store as settings
from edge.context import Context
from edge.errors import StoreLost
from edge.state.callers import Callers, shortened
from edge.state.connection import Connection
from edge.state.interactions import Batch, Interaction, Note, Whose, encode_batch
from edge.state.places import Place
from edge.state.redaction import Redaction
from edge.state.streams import RECORD

FLUSH_SECONDS = 0.05
"""The most of the record that a crash may lose, while the store keeps up."""

WRITE_SECONDS = 5.0
"""How long one batch is tried before it goes back to the queue."""

MOST_AT_ONCE = 500
"""Notes in one round, so that a flood is written without a pause for the calls."""

log = structlog.get_logger(__name__)


class Record:
    """Takes notes without waiting; what finds no room is dropped, and counted."""

    def __init__(
        self, config: settings.Record, connection: Connection, callers: Callers
    ) -> None:
        self.dropped = 0
        self._queue: deque[Note] = deque()
        self._room = config.queue
        self._connection = connection
        self._callers = callers
        self._redaction = Redaction(config.patterns)
        self._written = 0
        self._by = token_hex(6)
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()

    def note(
        self,
        context: Context,
        interaction: Interaction,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        """Have an interaction written down, soon."""
        if len(self._queue) >= self._room:
            self._drop()
            return
        whose = Whose(
            context.call_id,
            context.caller_number,
            context.called_number,
            context.assistant_id,
        )
        self._queue.append(Note(whose, interaction, hidden))
        if len(self._queue) == 1:
            self._wake.set()

    async def run(self) -> None:
        """Write what waits, again and again, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                await asyncio.sleep(FLUSH_SECONDS)
                await self.flush()

    async def flush(self, seconds: float = WRITE_SECONDS) -> None:
        """Write a round of what waits; what cannot be written in time waits on.

        One round at a time, so that whoever closes waits for what is being written.
        """
        async with self._turn:
            taken = [self._queue.popleft() for _ in range(self._round())]
            await self._write_all(list(grouped(taken)), seconds)

    async def _write_all(self, batches: list[list[Note]], seconds: float) -> None:
        results = await asyncio.gather(
            *(self._write(notes, seconds) for notes in batches), return_exceptions=True
        )
        for notes, result in zip(batches, results, strict=True):
            if isinstance(result, StoreLost):
                self._queue.extendleft(reversed(notes))
            elif isinstance(result, BaseException):
                log.error("not recorded", exc_info=result)

    async def close(self, seconds: float) -> None:
        """Write all that waits, within `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self.flush()
                while self._queue:
                    await self.flush()
        except TimeoutError:
            log.warning("record incomplete", lost=len(self._queue))

    def _round(self) -> int:
        return min(len(self._queue), MOST_AT_ONCE)

    def _drop(self) -> None:
        self.dropped += 1
        if self.dropped & (self.dropped - 1) == 0:  # said at 1, 2, 4, 8, …
            log.warning("record overflows", dropped=self.dropped)

    async def _write(self, notes: list[Note], seconds: float) -> None:
        whose = notes[0].whose
        self._written += 1
        place = Place(self._callers.mark(whose.caller_number), whose.call_id, ("log",))
        await self._connection.put(
            place.subject(RECORD),
            encode_batch(self._batch(whose, notes)),
            seconds=seconds,
            headers={"Nats-Msg-Id": f"{self._by}-{self._written}"},
        )

    def _batch(self, whose: Whose, notes: Iterable[Note]) -> Batch:
        return Batch(
            call_id=whose.call_id,
            caller=shortened(whose.caller_number) if whose.caller_number else "",
            called=whose.called_number,
            assistant_id=whose.assistant_id,
            entries=[self._redacted(note) for note in notes],
        )

    def _redacted(self, note: Note) -> Interaction:
        entry = note.interaction
        entry.words = self._redaction.text(entry.words)
        entry.arguments = self._redaction.arguments(entry.arguments, note.hidden)
        entry.more = self._redaction.arguments(entry.more, note.hidden)
        return entry


def grouped(notes: Iterable[Note]) -> Iterable[list[Note]]:
    """Return the notes of each call, in order."""
    calls: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        key = (note.whose.call_id, note.whose.caller_number)
        calls.setdefault(key, []).append(note)
    return calls.values()
