"""Keeps workers alive, and does nothing else: what it does not do cannot fail."""

import os
import select
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import monotonic

import structlog

from edge.workers.child import MISCONFIGURED, READY_SECONDS, SIGNALS, Child, Work, fork
from edge.workers.signals import Signals
from edge.workers.slot import Slot

Employment = Callable[[Sequence[socket.socket]], Work]
"""Returns what a worker does that listens on these sockets."""

GRACE_SECONDS = 5.0
"""What a worker that drains may take longer than it said."""

log = structlog.get_logger(__name__)


class Parent:
    """The parent of several workers, each with listening sockets of its own.

    It holds the sockets, so that connections wait while a worker is replaced: the
    kernel resets what queues on a socket that nobody holds any more. With `keep`,
    one more child does that for as long as there are workers.
    """

    def __init__(
        self,
        sockets: Sequence[Sequence[socket.socket]],
        employ: Employment,
        *,
        keep: Work | None,
        reload: Callable[[], bool],
        drain: float,
    ) -> None:
        self._workers = [Slot(partial(employ, own), own) for own in sockets]
        self._keepers = [Slot(lambda: keep)] if keep else []
        self._slots = [*self._keepers, *self._workers]
        self._reload = reload
        self._grace = drain + GRACE_SECONDS
        self._signals = Signals(SIGNALS)
        self._watched, self._lifeline = os.pipe()
        self._rolling: list[Slot] = []
        self._settled = False
        self._status: int | None = None

    def run(self) -> int:
        """Keep the workers until told to stop; returns the exit status.

        That is the workers' own where they cannot even begin.
        """
        with self._signals:
            while self._status is None or any(self._children()):
                if self._status is None:
                    self._start()
                self._wait()
                self._heed(self._signals.take())
                self._bury()
                self._roll()
                self._close()
        return self._status

    def _children(self) -> Iterator[Child]:
        return (child for slot in self._slots for child in slot.children())

    def _start(self) -> None:
        """Fill the places that are empty, and due."""
        for slot in self._slots:
            if slot.child is None and slot.due <= monotonic():
                slot.child = self._fork(slot)

    def _fork(self, slot: Slot) -> Child:
        def leave() -> None:
            self._signals.close()
            os.close(self._lifeline)
            for child in self._children():
                os.close(child.readiness)
            for other in self._slots:
                for each in other.sockets if other is not slot else ():
                    each.close()

        return fork(slot.employ(), parent=self._watched, leave=leave)

    def _wait(self) -> None:
        """Sleep until there is a signal, a child is ready, or something is due."""
        poll = select.poll()
        poll.register(self._signals.fileno(), select.POLLIN)
        for child in self._children():
            if not child.ready:
                poll.register(child.readiness, select.POLLIN)
        poll.poll(self._milliseconds())
        for slot in self._slots:
            slot.listen()
        self._settled = self._settled or all(
            slot.child and slot.child.ready for slot in self._slots
        )

    def _milliseconds(self) -> float | None:
        """Return how long nothing is due; None for ever."""
        if self._status is None:
            moments = [slot.due for slot in self._slots if slot.child is None]
            heirs = (slot.heir for slot in self._slots)
            moments += [heir.born + READY_SECONDS for heir in heirs if heir]
        else:
            late = (child.told for child in self._children() if child.told)
            moments = [told + self._grace for told in late]
        return max(0.0, min(moments) - monotonic()) * 1000 if moments else None

    def _heed(self, numbers: set[int]) -> None:
        """Do what signals say."""
        if numbers & {signal.SIGTERM, signal.SIGINT}:
            self._stop(0)
        elif signal.SIGHUP in numbers and self._reload():
            self._rolling = list(self._workers)
        if signal.SIGUSR1 in numbers:
            for child in (each for slot in self._workers for each in slot.children()):
                child.signal(signal.SIGUSR1)

    def _stop(self, status: int) -> None:
        """Have every worker finish and leave; the first reason is the status."""
        if self._status is None:
            self._status = status
        for slot in self._workers:
            slot.stop()

    def _close(self) -> None:
        """End who does not leave, and what was kept for those who have left."""
        for slot in self._slots:
            slot.kill_late(self._grace)
        if self._status is not None and not any(
            child for slot in self._workers for child in slot.children()
        ):
            for slot in self._keepers:
                slot.stop()

    def _bury(self) -> None:
        """Take note of who has ended."""
        while any(self._children()):
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            for slot in self._slots:
                dead = slot.bury(pid)
                if dead:
                    self._mourn(dead, os.waitstatus_to_exitcode(status))

    def _mourn(self, dead: Child, status: int) -> None:
        """Say that a worker died; stop where none can live."""
        if dead.told or self._status is not None:
            return
        log.error("a worker died", pid=dead.pid, status=status)
        if self._rolling and not dead.ready:
            log.error("workers are not replaced any further: a successor died")
            self._rolling = []
        if status == MISCONFIGURED and not self._settled:
            self._stop(status)

    def _roll(self) -> None:
        """Replace workers one after the other, each when its successor is ready."""
        while self._rolling and self._status is None:
            slot = self._rolling[0]
            if slot.heir and not slot.heir.ready:
                slot.heir.expect_ready()
                return
            if slot.heir:
                slot.succeed()
                self._rolling.pop(0)
                log.info("a worker was replaced", left=len(self._rolling))
            else:
                slot.heir = self._fork(slot)
