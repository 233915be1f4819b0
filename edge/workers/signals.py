"""Signals as bytes to be read, so that one place can wait for them and for more."""

import os
import signal
import socket
from collections.abc import Iterable
from typing import Self


class Signals:
    """Collects signals, instead of having them interrupt."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._numbers = tuple(numbers)
        self._reader, self._writer = socket.socketpair()

    def __enter__(self) -> Self:
        self._reader.settimeout(0)
        self._writer.settimeout(0)
        for number in self._numbers:
            signal.signal(number, lambda *_: None)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        self.close()

    def fileno(self) -> int:
        """Return what becomes readable when a signal has come."""
        return self._reader.fileno()

    def close(self) -> None:
        """Let go of it: for a child, which has signals of its own."""
        self._reader.close()
        self._writer.close()

    def take(self) -> set[int]:
        """Return the signals that came since the last time."""
        try:
            return set(os.read(self._reader.fileno(), 4096))
        except BlockingIOError:
            return set()
