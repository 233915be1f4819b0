"""The servers that are compared, each started the way it would be in production."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from bench.machine import Cores
from bench.processes import Process
from bench.service.building import Program
from bench.webhooks import PATH, SECRET, Webhook

EDGE, FASTAPI, REST, FLOOR = "edge", "FastAPI", "FastAPI + REST", "floor"

PATIENCE_SECONDS = 75
"""How long a connection may idle while others have their turn."""

FIXED = b"It is 18 degrees Celsius and cloudy in Paris."
"""What the floor's one call says."""

SETTINGS = """\
[server]
port = {port}
path = "{path}"
connections = {{ most = 8192 }}
[[credentials]]
kind = "hmac"
secret = "env:BENCH_SECRET"
replay_window = 0  # the caller signs few webhooks, and sends each often
[discovery]
memory = "{data}"
[policies] # thousands of connections are to be answered, and not told to wait
concurrent = 10_000
queue = 10_000
[overload]
in_flight = 100_000
lag = 60.0
"""

LIMITS = """\
[limits]  # counted as ever, and never met: the load comes from few phone calls
call = "999999999/day"
caller = "999999999/day"
"""

SERVICE = """\
[[services]]
name = "{name}"
target = "{target}"
only = {only}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where programs run."""

    folder: Path
    """For their logs and settings."""

    cores: Cores


@dataclass(frozen=True, slots=True)
class Backend:
    """The service, over gRPC and over REST."""

    grpc: str
    rest: str
    pid: int


@dataclass(frozen=True, slots=True)
class Contender:
    """A server under test that is ready."""

    name: str
    address: str
    pid: int
    log: Path
    tool: str = "get_weather"

    @property
    def fixed(self) -> bool:
        """Whether it makes one call for any webhook, always the same."""
        return self.name == FLOOR

    def forget(self) -> None:
        """Empty the log, lest a long run fill the disk."""
        self.log.write_bytes(b"")

    def check(self, webhook: Webhook, body: bytes) -> bool:
        """Tell whether a body answers a webhook."""
        return body.endswith(FIXED) if self.fixed else webhook.is_answered_by(body)


@contextmanager
def backend(
    place: Place, program: Program, contract: FileDescriptorSet
) -> Iterator[Backend]:
    """Run the service that offers `contract`."""
    descriptors = place.folder / "service.binpb"
    descriptors.write_bytes(contract.SerializeToString())
    command = (*program.command, str(descriptors))
    log = place.folder / "service.log"
    with Process("service", command, log, place.cores.others) as process:
        grpc = process.said(r"gRPC listens on (\S+)\n")
        yield Backend(grpc, process.said(r"REST listens on (\S+)\n"), process.pid)


def edge(
    place: Place,
    target: str,
    tree: Path,
    *,
    name: str = EDGE,
    port: int = 0,
    services: Mapping[str, Sequence[str]] | None = None,
    workers: int = 1,
    more: str = "",
) -> Process:
    """Return the edge of a source tree, as `edge serve` runs it.

    `services` are names, each with the tools that the edge takes of it; unless they
    are given, one offers all there are. `more` is added to its settings.
    """
    folder = place.folder / name.replace("/", "-")
    folder.mkdir(exist_ok=True)
    settings = folder / "edge.toml"
    data = folder / "data"
    text = SETTINGS.format(port=port, path=PATH, data=data) + "".join(
        SERVICE.format(name=each, target=target, only=list(only))
        for each, only in (services or {"bench": ()}).items()
    )
    if (tree / "edge" / "config" / "limits.py").exists():
        text += LIMITS
    settings.write_text(text + more, encoding="utf-8")
    command = [sys.executable, "-m", "edge", "serve", "--config", str(settings)]
    if (tree / "edge" / "workers").is_dir():  # one to compare with may have none
        command += ["--workers", str(workers)]
    environ = {"BENCH_SECRET": SECRET}
    log = folder / "log"
    return Process(name, command, log, place.cores.server, environ, tree)


def uvicorn(place: Place, module: str, name: str, rest: str) -> Process:
    """Return a FastAPI program, with what `uvicorn[standard]` makes fast."""
    options = ("--port", "0", "--loop", "uvloop", "--http", "httptools")
    quiet = ("--no-access-log", "--timeout-keep-alive", str(PATIENCE_SECONDS))
    command = (sys.executable, "-m", "uvicorn", *options, *quiet, module)
    environ = {"BENCH_REST": f"http://{rest}"}
    return Process(name, command, place.folder / module, place.cores.server, environ)


def floor(place: Place, target: str) -> Process:
    """Return the program that does the least."""
    command = (sys.executable, "-m", "bench.programs.floor")
    environ = {"BENCH_GRPC": target}
    log = place.folder / "floor.log"
    return Process(FLOOR, command, log, place.cores.server, environ)


@contextmanager
def contenders(
    place: Place, behind: Backend, trees: dict[str, Path]
) -> Iterator[list[Contender]]:
    """Run every server under test; `trees` are the edges' source trees by name."""
    programs = "bench.programs"
    started = [
        *(edge(place, behind.grpc, tree, name=n) for n, tree in trees.items()),
        uvicorn(place, f"{programs}.tutorial:app", FASTAPI, behind.rest),
        uvicorn(place, f"{programs}.tutorial_rest:app", REST, behind.rest),
        floor(place, behind.grpc),
    ]
    with ExitStack() as stack:
        for process in started:
            stack.enter_context(process)
        yield [contender(process) for process in started]


def contender(process: Process) -> Contender:
    """Return a server once it is ready."""
    if process.name.startswith(EDGE):
        process.said("(service answers)")
    address = process.said(r"(?:http://|listens on )(\d\S+?:\d+)")
    return Contender(process.name, address, process.pid, process.log)
