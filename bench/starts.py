"""From the start of an edge to its first answer."""

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from bench.contenders import Backend, Contender, Place, edge
from bench.load import WrongAnswer, exchange
from bench.report import say, table
from bench.run import Run
from bench.webhooks import SMALL, Webhook, webhooks

PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.002


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge that answers, and how many seconds it took to."""

    contender: Contender
    seconds: float


def section(run: Run) -> None:
    """Measure, and print."""
    times = range(run.plan.starts)
    with run.backend() as behind:
        fresh = median(seconds(run, behind, (f"fresh-{n}" for n in times)))
        again = median(seconds(run, behind, ("fresh-0" for _ in times)))
    rows = [
        ("which has never seen the service", f"{fresh:.2f} s"),
        ("which remembers its contract", f"{again:.2f} s"),
    ]
    say(table(("an edge, from its start to its first answer", ""), rows))


def seconds(run: Run, behind: Backend, names: Iterable[str]) -> Iterator[float]:
    """Start edges of such names one after the other, and yield how long each took."""
    for name in names:
        with started(run, run.place, behind, name) as running:
            yield running.seconds


@contextmanager
def started(
    run: Run,
    place: Place,
    behind: Backend,
    name: str,
    *,
    tool: str = "get_weather",
    workers: int = 1,
) -> Iterator[Edge]:
    """Start an edge on a port chosen before, and wait for its first right answer.

    Of two with the same `name`, the second remembers what the first has learned.
    """
    port = free_port()
    first = webhooks(SMALL, tool)[0]
    began = time.perf_counter()
    running = edge(place, behind.grpc, run.tree, name=name, port=port, workers=workers)
    with running as process:
        contender = Contender(name, f"127.0.0.1:{port}", process.pid, process.log, tool)
        await_answer(contender, first)
        yield Edge(contender, time.perf_counter() - began)


def await_answer(contender: Contender, webhook: Webhook) -> None:
    """Call until the answer is right; raises `WrongAnswer` where it never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            exchange(contender.address, webhook, contender.check)
        except (OSError, WrongAnswer):
            if time.monotonic() > end:
                raise
            time.sleep(LOOK_SECONDS)
        else:
            return


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
