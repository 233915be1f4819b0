"""How late the machine itself is: what a watcher must not blame on the watched."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

BEAT_SECONDS = 0.02
LOOK_SECONDS = 1.0
"""How often it is looked which processes there are."""

KEPT_SECONDS = 60.0


class Pulse:
    """Beats regularly, and remembers how long who waited for a processor.

    That is this program, by its own beats, and the processes it watches, as the
    kernel counts it.
    """

    def __init__(self) -> None:
        self.watch: Callable[[], Iterable[int]] = tuple
        """Returns the ids of processes to watch."""
        self.worst = 0.0
        """The most that was ever waited between two beats, in seconds."""
        self._late: deque[tuple[float, float]] = deque()
        self._waited: dict[int, float] = {}
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def late_since(self, moment: float) -> float:
        """Return what was waited since a moment of the monotonic clock, in seconds."""
        return sum(late for when, late in self._late if when >= moment)

    async def _beat(self) -> None:
        look = 0.0
        while True:
            before = time.monotonic()
            if before - look > LOOK_SECONDS:
                look = before
                self._waited = {pid: waited(pid) for pid in self.watch()}
            await asyncio.sleep(BEAT_SECONDS)
            now = time.monotonic()
            own = now - before - BEAT_SECONDS
            self._note(now, max(own, self._theirs()))

    def _theirs(self) -> float:
        """Return what the process that waited most has waited since the last beat."""
        most = 0.0
        for pid, before in self._waited.items():
            self._waited[pid] = waited(pid)
            most = max(most, self._waited[pid] - before)
        return most

    def _note(self, now: float, late: float) -> None:
        self.worst = max(self.worst, late)
        if late > BEAT_SECONDS / 4:
            self._late.append((now, late))
        while self._late and now - self._late[0][0] > KEPT_SECONDS:
            self._late.popleft()


def waited(pid: int) -> float:
    """Return how long a process was ready to run and did not (proc(5), schedstat)."""
    try:
        text = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(text.split()[1]) / 1e9
