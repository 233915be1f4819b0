"""What is asked of a process while it runs."""

import asyncio
import signal
from collections.abc import Callable

from edge.workers.child import Lifeline


class Asked:
    """What signals ask for, heeded from the moment this is made.

    A signal that nobody heeds ends the process at once: calls are cut off, and the
    last lines of the log are lost.
    """

    def __init__(self, lifeline: Lifeline | None = None) -> None:
        self.stop = asyncio.Event()
        """Set by SIGTERM or SIGINT, or when the parent at the lifeline is gone."""
        self.reload = asyncio.Event()
        """Set by SIGHUP."""
        self.tell: Callable[[], None] = lambda: None
        """Called by SIGUSR1."""
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self.stop.set)
        self._loop.add_signal_handler(signal.SIGHUP, self.reload.set)
        self._loop.add_signal_handler(signal.SIGUSR1, self._tell)
        if lifeline:
            self._loop.add_reader(lifeline.parent, self._orphaned, lifeline.parent)

    def _tell(self) -> None:
        self.tell()

    def _orphaned(self, parent: int) -> None:
        self._loop.remove_reader(parent)
        self.stop.set()
