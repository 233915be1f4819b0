"""How late the machine itself is: what a watcher must not blame on the watched."""

import asyncio
import time
from collections import deque
from typing import Self

BEAT_SECONDS = 0.02
KEPT_SECONDS = 60.0


class Pulse:
    """Beats regularly, and remembers by how much each beat came late."""

    def __init__(self) -> None:
        self._late: deque[tuple[float, float]] = deque()
        self._task: asyncio.Task[None] | None = None
        self.worst = 0.0
        """The latest beat, in seconds."""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def late_since(self, moment: float) -> float:
        """Return the latest beat since a moment of the monotonic clock."""
        found = (late for when, late in self._late if when >= moment)
        return max(found, default=0.0)

    async def _beat(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(BEAT_SECONDS)
            now = time.monotonic()
            late = now - before - BEAT_SECONDS
            self.worst = max(self.worst, late)
            if late > BEAT_SECONDS / 2:
                self._late.append((now, late))
            while self._late and now - self._late[0][0] > KEPT_SECONDS:
                self._late.popleft()
