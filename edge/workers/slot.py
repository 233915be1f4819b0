"""The place of one worker: its sockets stay, whoever works in it."""

import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from edge.workers.child import READY, Child, Work

STEADY_SECONDS = 5.0
"""After so long a life a death is the first again."""

PAUSES = (0.0, 0.2, 0.5)
"""Seconds before a worker is started again, after so many deaths in a row."""


@dataclass(slots=True, eq=False)
class Slot:
    """A worker, its successor while it is being replaced, and those who leave."""

    employ: Callable[[], Work]
    """Returns what the next child does."""
    sockets: Sequence[socket.socket] = ()
    child: Child | None = None
    heir: Child | None = None
    leaving: list[Child] = field(default_factory=list)
    deaths: int = 0
    due: float = 0.0
    """When the next child is to be started, if there is none."""

    def children(self) -> Iterator[Child]:
        """Yield every process that works here."""
        yield from (child for child in (self.child, self.heir) if child)
        yield from self.leaving

    def listen(self) -> None:
        """Hear which of the children are ready."""
        for child in self.children():
            with suppress(BlockingIOError):
                child.ready = child.ready or os.read(child.readiness, 1) == READY

    def succeed(self) -> None:
        """Have the heir work alone: who worked until now finishes, and leaves."""
        if self.child:
            self.child.stop()
            self.leaving.append(self.child)
        self.child, self.heir = self.heir, None

    def stop(self) -> None:
        """Have all of them finish and leave."""
        for child in self.children():
            child.stop()

    def kill_late(self, grace: float) -> None:
        """End those who were told to stop, and do not."""
        for child in self.children():
            if child.told and monotonic() - child.told > grace:
                child.signal(signal.SIGKILL)

    def bury(self, pid: int) -> Child | None:
        """Forget a child that has ended; returns it if it was one of these."""
        dead = next((child for child in self.children() if child.pid == pid), None)
        if dead is None:
            return None
        os.close(dead.readiness)
        if dead in self.leaving:
            self.leaving.remove(dead)
        elif dead is self.heir:
            self.heir = None
        else:
            self.child = None
            steady = monotonic() - dead.born > STEADY_SECONDS
            self.deaths = 1 if steady else self.deaths + 1
            self.due = monotonic() + PAUSES[min(self.deaths, len(PAUSES)) - 1]
        return dead
