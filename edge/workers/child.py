"""One process that was forked off to work."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import NoReturn

import structlog

from edge.errors import ConfigError

SIGNALS = (
    signal.SIGTERM,
    signal.SIGINT,
    signal.SIGHUP,
    signal.SIGUSR1,
    signal.SIGCHLD,
)
"""What the parent heeds, and a child heeds as it likes."""

MISCONFIGURED = 2
"""The status of a child for which there is no use in trying again."""

READY = b"+"
READY_SECONDS = 30.0
"""How long a successor may take until it can do the work."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Lifeline:
    """What a child knows of its parent."""

    parent: int
    """Becomes readable when the parent is gone."""
    readiness: int
    """Where it is told that the child does its work."""

    def ready(self) -> None:
        """Tell the parent that the work is under way."""
        os.write(self.readiness, READY)


Work = Callable[[Lifeline], int]
"""What a child does; returns its exit status, and raises `ConfigError`."""


@dataclass(slots=True)
class Child:
    """A child, as its parent sees it."""

    pid: int
    readiness: int
    """Where it tells that it is ready; then, or when it is gone, closed."""
    born: float
    ready: bool = False
    told: float = 0.0
    """When it was told to stop; 0 if it was not."""

    def signal(self, number: int) -> None:
        """Send it a signal: it was not waited for, so the id is still its own."""
        os.kill(self.pid, number)

    def expect_ready(self) -> None:
        """Kill it, if it has had time enough to be ready."""
        if monotonic() - self.born > READY_SECONDS:
            self.signal(signal.SIGKILL)

    def stop(self) -> None:
        """Tell it to finish what it does, and no more."""
        self.told = self.told or monotonic()
        self.signal(signal.SIGTERM)


def fork(work: Work, *, parent: int, leave: Callable[[], None]) -> Child:
    """Fork off a child, which first calls `leave` to let go of what is its parent's.

    There must be no threads and no event loop: nothing else survives a fork.
    """
    readiness, told = os.pipe()
    sys.stderr.flush()
    # A signal that comes meanwhile must not be heeded by the parent's handlers.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    pid = os.fork()
    if not pid:
        os.close(readiness)
        leave()
        live(work, Lifeline(parent, told))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    os.close(told)
    os.set_blocking(readiness, False)
    return Child(pid, readiness, monotonic())


def live(work: Work, lifeline: Lifeline) -> NoReturn:
    """Do the work, and end without waking what belongs to the parent."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the parent's business
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # until there is what to tell
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        status = work(lifeline)
    except ConfigError as error:
        sys.stderr.write(f"edge: {error}\n")
        status = MISCONFIGURED
    except BaseException:
        log.critical("a worker broke", exc_info=True)
    finally:
        sys.stderr.flush()
        os._exit(status)
