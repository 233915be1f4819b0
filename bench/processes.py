"""Programs under test, and those behind them."""

import os
import re
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.machine import pinned

START_SECONDS = 20.0
STOP_SECONDS = 10.0
LOOK_SECONDS = 0.005


@dataclass
class Process:
    """A program on cores of its own, which says where it listens."""

    name: str
    command: Sequence[str]
    log: Path
    """Where its words go: a file, as in production."""

    cores: Collection[int]
    environ: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    """Where it runs; None: here."""

    def __enter__(self) -> Self:
        self.log.write_bytes(b"")  # the words of another run would pass for its own
        with self.log.open("ab") as log, pinned(self.cores):
            self._process = subprocess.Popen(  # noqa: S603  the commands are our own
                self.command,
                env={**os.environ, **self.environ},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def said(self, pattern: str) -> str:
        """Wait until it says something; return the pattern's first group.

        Raises `RuntimeError` with what it said instead.
        """
        end = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < end:
            found = re.search(pattern, self.log.read_text(encoding="utf-8"))
            if found:
                return found[1]
            time.sleep(LOOK_SECONDS)
        raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text()}")
