"""The edge and its services as processes, on ports of their own."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import IO, Self, cast

import msgspec

SERVICES = Path(__file__).parents[1] / "services"
START_SECONDS = 40.0
STOP_SECONDS = 10.0
LISTENS = re.compile(r"(?:listens on |\"url\":\"http://)([^\s/\"]+:\d+)")


@dataclass
class Process:
    """A program that says where it listens, and stops when told to."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    lines: "Queue[str]" = field(default_factory=Queue)
    address: str = ""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603  the commands are our own
            self.command,
            env={**os.environ, **self.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def listening(self) -> str:
        """Wait until it says where it listens, and return that host:port.

        Raises `RuntimeError` with what it said instead.
        """
        said = []
        while not self.address:
            try:
                said.append(self.lines.get(timeout=START_SECONDS))
            except Empty:
                said.append("")
            found = LISTENS.search(said[-1])
            self.address = found[1] if found else ""
            if not said[-1]:
                raise RuntimeError(f"{self.name} did not start:\n{''.join(said)}")
        return self.address

    def logged(self, event: str) -> list[dict[str, object]]:
        """Return the structured lines of one event since the last time of asking."""
        found = []
        while not self.lines.empty():
            line = self.lines.get()
            if line.startswith("{"):
                found.append(msgspec.json.decode(line, type=dict[str, object]))
        return [entry for entry in found if entry.get("event") == event]

    def signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self._process.poll() is None:
            self._process.send_signal(number)

    def stop(self) -> int:
        """End it as an operator would, and return its exit status."""
        self.signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reader.join()
        return self._process.wait()

    def wait(self) -> int:
        """Wait until it ends by itself, and return its exit status."""
        status = self._process.wait(STOP_SECONDS)
        self._reader.join()
        return status

    def kill(self) -> None:
        """End it as an accident would."""
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        with cast("IO[str]", self._process.stdout) as stream:
            for line in stream:
                self.lines.put(line)
        self.lines.put("")


def service(name: str, environ: Mapping[str, str]) -> Process:
    """Return a Python service of this repository, on a free port."""
    own = {"SERVICE_ADDRESS": "127.0.0.1:0", **environ}
    return Process(name, [sys.executable, "-m", f"{name}_service"], own)


def edge(config: str, environ: Mapping[str, str], *, workers: int = 1) -> Process:
    """Return an edge with the settings of a file."""
    command = [sys.executable, "-m", "edge", "serve", "--config", config]
    return Process("edge", [*command, "--workers", str(workers)], environ)


def edge_settings(services: Iterable[tuple[str, str]], *, more: str = "") -> str:
    """Return the settings of an edge on a free port, with services at addresses."""
    entries = "".join(service_settings(*entry) for entry in services)
    return f"[server]\nport = 0\n{entries}{more}"


def service_settings(name: str, address: str) -> str:
    """Return one service's entry, with its descriptor set where one was built."""
    descriptors = SERVICES / name / "gen" / f"{name}.binpb"
    authority = f'descriptors = "{descriptors}"\n' if descriptors.exists() else ""
    return f'[[services]]\nname = "{name}"\ntarget = "{address}"\n{authority}'
