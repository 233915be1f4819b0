"""The edge under attack: its processes, its clock, its store."""

import asyncio
import os
import random
import resource
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bench.proc import children
from chaos.holding import Holding, age_of, files_of
from chaos.log import Log
from chaos.served import Served
from chaos.vapi import SECRET
from demo.processes import Process

LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/opt/*/lib/faketime/*MT*.1*")
"""Where libfaketime lies on Debian, and with Homebrew."""

LOG = "edge.log"

TELL_SECONDS, TELLING_SECONDS = 0.2, 10.0
"""How often workers are asked what they have under way, and how long at most."""

GROWN_SECONDS = 3.0
"""After how long a worker surely has opened what it needs for itself."""

SETTINGS = """\
[server]
port = 0
budget = {budget}
[[credentials]]
kind = "hmac"
secret = "env:CHAOS_SECRET"
[discovery]
memory = "{folder}/memory"
refresh = 2
[store]
data = "{folder}"
[[assistants]]
file = "{folder}/assistant.md"
context = {{ caller = "greet_alpha" }}
"""

SERVICE = """\
[[services]]
name = "{name}"
target = "dns://127.0.0.1:{names}/{name}.test:{port}"
"""

ASSISTANT = """\
---
name: Chaos
firstMessage: 'Hello {{ caller.number | default: "nobody we know" }}.'
model: { provider: openai, model: gpt-4.1, toolIds: ["*"] }
---
You answer the phone while everything breaks.
"""


class Edge:
    """`edge serve`, with several workers and a store of its own."""

    def __init__(self, folder: Path, *, workers: int, budget: float) -> None:
        self.budget = budget
        self.folder = folder
        self.faketime = library()
        self._clock = folder / "clock"
        self._workers = workers
        self._process = Process("edge", [])
        self._log = Log(self._process, folder / LOG)

    async def start(self, services: Sequence[Served], names: int) -> str:
        """Run it, with the port of a name server; return where it listens."""
        settings = self.folder / "edge.toml"
        entries = (
            SERVICE.format(name=each.name, port=each.proxy.port, names=names)
            for each in services
            if each.proxy
        )
        text = SETTINGS.format(budget=self.budget, folder=self.folder)
        settings.write_text(text + "".join(entries), encoding="utf-8")
        (self.folder / "assistant.md").write_text(ASSISTANT, encoding="utf-8")
        self.step_clock(0)
        command = [sys.executable, "-m", "edge", "serve", "--config", str(settings)]
        options = ["--workers", str(self._workers)]
        self._process = Process("edge", [*command, *options], self._environ())
        self._process.__enter__()
        self._log = Log(self._process, self.folder / LOG)
        return await asyncio.to_thread(self._process.listening)

    def _environ(self) -> Mapping[str, str]:
        own = {"CHAOS_SECRET": SECRET}
        if not self.faketime:
            return own
        return {
            **own,
            "LD_PRELOAD": self.faketime,
            "FAKETIME_TIMESTAMP_FILE": str(self._clock),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def step_clock(self, seconds: int) -> None:
        """Set its clock so far from the true time, within a second."""
        self._clock.write_text(f"{seconds:+d}\n", encoding="ascii")

    def store(self) -> int:
        """Return the process id of the store's server; 0 while there is none."""
        return next((pid for _, pid in self._keeping()), 0)

    def workers(self) -> list[int]:
        """Return the process ids of the workers."""
        keepers = {keeper for keeper, _ in self._keeping()}
        return sorted(set(children(self._process.pid)) - keepers)

    def _keeping(self) -> Iterator[tuple[int, int]]:
        for child in children(self._process.pid):
            with suppress(OSError):
                yield from ((child, server) for server in children(child))

    def kill_worker(self, chance: random.Random) -> None:
        """End one of the workers as an accident would."""
        with suppress(ProcessLookupError):
            os.kill(chance.choice(self.workers()), signal.SIGKILL)

    def roll(self) -> None:
        """Have the workers replaced, one after the other."""
        self._process.signal(signal.SIGHUP)

    def limit_files(self, *, spare: int | None) -> None:
        """Let workers open so many more files and no more; None: as many as ever."""
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        for pid in self.workers():
            with suppress(OSError):
                if age_of(pid) < GROWN_SECONDS and spare is not None:
                    continue
                most = hard if spare is None else files_of(pid) + spare
                resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, hard))

    @property
    def bugs(self) -> list[str]:
        """Return what it has logged of mistakes of its own."""
        self._log.read()
        return self._log.bugs

    async def holdings(self) -> list[Holding]:
        """Return what each worker holds now; one that does not tell is left out."""
        self._log.read()
        tasks = self._log.tasks
        tasks.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(TELLING_SECONDS):
                while not tasks.keys() >= set(self.workers()):
                    self._process.signal(signal.SIGUSR1)
                    await asyncio.sleep(TELL_SECONDS)
                    self._log.read()
        return [Holding.of(p, tasks=tasks[p]) for p in self.workers() if p in tasks]

    async def stop(self) -> int:
        """Have it drain, and return its exit status."""
        return await asyncio.to_thread(self._process.stop)


def library() -> str:
    """Return where libfaketime lies; empty where it is not installed."""
    found = (path for each in LIBRARIES for path in Path("/").glob(each.lstrip("/")))
    return str(next(found, ""))
