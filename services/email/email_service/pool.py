"""Connections kept for the next request."""

from collections.abc import Callable
from contextlib import ExitStack
from threading import Lock
from time import monotonic
from typing import Generic, Protocol, TypeVar

from email_service.deadline import Deadline
from email_service.errors import TooLate, Unreachable

MAX_IDLE_SECONDS = 240.0
"""Idle for longer, a connection may be forgotten by a router on the way."""

CHECK_SECONDS = 0.5
"""Within which a kept connection shows that it lives."""


class Connection(Protocol):
    """What the pool keeps."""

    def check(self, deadline: Deadline) -> None:
        """Return if it lives; raises `Unreachable` or `TooLate`."""

    def begin(self, deadline: Deadline) -> None:
        """Have every wait from now on end by the deadline."""

    def close(self) -> None:
        """Hang up."""


Kept = TypeVar("Kept", bound=Connection)
Answer = TypeVar("Answer")


class Pool(Generic[Kept]):
    """Keeps at most `size` connections; the last one used is the first used again."""

    def __init__(
        self,
        connect: Callable[[Deadline], Kept],
        size: int,
        *,
        idle_seconds: float = MAX_IDLE_SECONDS,
    ) -> None:
        self._connect, self._size, self._idle_seconds = connect, size, idle_seconds
        self._idle: list[tuple[float, Kept]] = []
        self._lock = Lock()

    def run(self, work: Callable[[Kept], Answer], deadline: Deadline) -> Answer:
        """Return what `work` returns of a connection; raises what it raises.

        A kept connection that turns out to be dead is replaced, and the work done
        once more, on the new one: it must not have effects.
        """
        kept = self._take()
        if kept is not None and self._lives(kept, deadline):
            try:
                return self._use(kept, work, deadline)
            except Unreachable:
                deadline.left()
        return self._use(self._connect(deadline), work, deadline)

    def close(self) -> None:
        """Hang up on every connection kept, and keep no more."""
        with self._lock:
            self._size = 0
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def _take(self) -> Kept | None:
        with self._lock:
            since, connection = self._idle.pop() if self._idle else (0.0, None)
        if connection is not None and monotonic() - since > self._idle_seconds:
            connection.close()
            return None
        return connection

    def _lives(self, connection: Kept, deadline: Deadline) -> bool:
        try:
            connection.check(deadline.sooner(CHECK_SECONDS))
        except (Unreachable, TooLate):
            connection.close()
            return False
        return True

    def _use(
        self, connection: Kept, work: Callable[[Kept], Answer], deadline: Deadline
    ) -> Answer:
        connection.begin(deadline)
        with ExitStack() as stack:
            stack.callback(connection.close)
            answer = work(connection)
            stack.pop_all()
        self._keep(connection)
        return answer

    def _keep(self, connection: Kept) -> None:
        with self._lock:
            room = len(self._idle) < self._size
            if room:
                self._idle.append((monotonic(), connection))
        if not room:
            connection.close()
