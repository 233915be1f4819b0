"""Where text goes, whether or not anybody reads it."""

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import SimpleQueue
from typing import TextIO

MOST_CHARACTERS = 16 << 20
"""What may wait for a reader that has stopped; more is lost."""

PIPE_BUF = 4096
"""Bytes that are written to a pipe at once, or not at all (pipe(7), Linux)."""

CLOSE_SECONDS = 1.0
"""How long the end of the process waits for such a reader."""


class Outlet:
    """A stream that is written to by a thread.

    A log collector that hangs fills the pipe to it, and whoever writes then hangs too:
    that must not be the loop that answers calls.
    """

    def __init__(self, stream: TextIO, most: int = MOST_CHARACTERS) -> None:
        self._write = writer_of(stream)
        self._most = most
        self._texts: SimpleQueue[str | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._taken = 0  # by the caller's thread alone
        self._written = 0  # by the writing thread alone

    def put(self, text: str) -> bool:
        """Have a text written; tell whether there was room for it."""
        if self._taken - self._written + len(text) > self._most:
            return False
        self._taken += len(text)
        self._texts.put(text)
        if self._thread is None:
            self._thread = threading.Thread(target=self._write_all, daemon=True)
            self._thread.start()
        return True

    def close(self) -> None:
        """Wait until all is written, but not for long."""
        if self._thread is None:
            return
        self._texts.put(None)
        self._thread.join(CLOSE_SECONDS)
        self._thread = None

    def _write_all(self) -> None:
        while (text := self._texts.get()) is not None:
            with suppress(OSError, ValueError):  # the reader has gone, or the stream
                self._write(text)
            self._written += len(text)


def writer_of(stream: TextIO) -> Callable[[str], object]:
    """Return what writes to the file below a stream, or to one that has none.

    A thread that hangs in a stream's own buffer would hold the lock that the end of
    the process waits for.
    """
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return stream.write
    file = io.FileIO(number, "wb", closefd=False)

    def write(text: str) -> None:
        for piece in pieces(text.encode("utf-8", "backslashreplace")):
            left = memoryview(piece)
            while left:
                left = left[file.write(left) or 0 :]

    return write


def pieces(lines: bytes) -> Iterator[bytes]:
    """Yield lines, as many at a time as one write to a pipe keeps together.

    Several processes write to one log, and what is longer may be torn; a line that
    is longer goes alone.
    """
    start = 0
    while len(lines) - start > PIPE_BUF:
        end = lines.rfind(b"\n", start, start + PIPE_BUF) + 1
        end = end or lines.find(b"\n", start) + 1 or len(lines)
        yield lines[start:end]
        start = end
    yield lines[start:]
