"""A process of a service, started to be looked at."""

import asyncio
import re
import signal
from asyncio import StreamReader
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

ANY_PORT = "127.0.0.1:0"
SETTING = re.compile(r"[A-Za-z_]\w*=")
LISTENS = re.compile(r"(\S+) listens on (\S+:\d+)")
MOST_LINES = 50
KILL_GROUP = ("sh", "-c", 'kill -s KILL -- "-$0"')
LONGEST_LINE = 1 << 20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a service says once it serves."""

    name: str
    address: str


class Program:
    """A running process, and what it said."""

    def __init__(self, process: Process) -> None:
        self.said: deque[str] = deque(maxlen=MOST_LINES)
        """The last lines of its output and of its errors."""
        self._process = process
        self._place: asyncio.Future[Place] = asyncio.Future()
        self._readers = [
            asyncio.create_task(self._read(stream)) for stream in streams(process)
        ]

    async def listening(self, seconds: float) -> Place | None:
        """Return where it says that it listens; None if it does not within `seconds`.

        Nothing is waited for once its output has ended.
        """
        either: set[asyncio.Future[Any]] = {self._place, self._readers[0]}
        await asyncio.wait(either, timeout=seconds, return_when="FIRST_COMPLETED")
        return self._place.result() if self._place.done() else None

    async def ended(self, seconds: float) -> int | None:
        """Return its exit status and know all it said; None if it goes on."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                status = await self._process.wait()
                await asyncio.gather(*self._readers)
                return status
        return self._process.returncode

    def terminate(self) -> None:
        """Ask it to stop, as whoever runs it would."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)

    async def kill(self) -> None:
        """End it, and all it started."""
        killer = await asyncio.create_subprocess_exec(
            *KILL_GROUP, str(self._process.pid), stderr=DEVNULL
        )
        await killer.wait()
        await self._process.wait()
        await asyncio.gather(*self._readers)

    async def _read(self, stream: StreamReader) -> None:
        async for line in stream:
            text = line.decode(errors="replace").rstrip()
            self.said.append(text)
            found = LISTENS.fullmatch(text)
            if found and stream is self._process.stdout and not self._place.done():
                self._place.set_result(Place(found[1], found[2]))


def streams(process: Process) -> list[StreamReader]:
    """Return what a process writes: its output, its errors."""
    return [stream for stream in (process.stdout, process.stderr) if stream]


@asynccontextmanager
async def started(
    command: Sequence[str], address: str = ANY_PORT
) -> AsyncIterator[Program]:
    """Run a service, told to listen at `address`; it is ended on the way out.

    Settings may stand before the command, NAME=value, as in a shell: `env` takes both.
    """
    settings = tuple(takewhile(SETTING.match, command))
    process = await asyncio.create_subprocess_exec(
        "env",
        *settings,
        f"SERVICE_ADDRESS={address}",
        *command[len(settings) :],
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        limit=LONGEST_LINE,
        start_new_session=True,
    )
    program = Program(process)
    try:
        yield program
    finally:
        await program.kill()
