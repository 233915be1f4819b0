"""The edge beside the gRPC call it makes: how much later, and how much dearer."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Self

from bench.contenders import EDGE, Contender, Place, contender, edge
from bench.contest import Cell, Contest
from bench.figures import Figures, percentile
from bench.machine import pinned
from bench.report import say, table
from bench.run import Run
from bench.targets import Target
from bench.webhooks import FIVE, SMALL, SMALL_EVENT

BUSY = 16
"""Connections, or calls at once, under which processor time is compared."""

FURTHER_CALL, LATENCY, WORST_LATENCY = 1.3, 2.5, 2.0
SPARE_SECONDS = 30.0


@dataclass(slots=True)
class Bare:
    """What grpc.aio alone takes, over all rounds; one figure a round."""

    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    """Milliseconds, of one call after the other."""

    cpu: list[float] = field(default_factory=list)
    """Microseconds of processor time a call, of several at once."""

    def measure(self, place: Place, target: str, seconds: float) -> Self:
        """Measure one round."""
        alone, _ = calls(place, target, 1, seconds)
        several, spent = calls(place, target, BUSY, seconds)
        self.p50.append(percentile(alone, 0.5) * 1e3)
        self.p99.append(percentile(alone, 0.99) * 1e3)
        self.cpu.append(spent / len(several) * 1e6)
        return self


def calls(
    place: Place, target: str, concurrency: int, seconds: float
) -> tuple[list[float], float]:
    """Make bare calls in a process; return each one's seconds, and the CPU's."""
    program = (sys.executable, "-m", "bench.programs.bare")
    with pinned(place.cores.server):
        done = subprocess.run(  # noqa: S603  our own program
            [*program, target, str(concurrency), str(seconds)],
            capture_output=True,
            check=True,
            timeout=seconds + SPARE_SECONDS,
        )
    found = json.loads(done.stdout)
    return found["latencies"], found["cpu_seconds"]


def section(run: Run) -> None:
    """Measure, print and judge."""
    with run.backend() as behind, edge(run.place, behind.grpc, run.tree) as process:
        server, bare = contender(process), Bare()
        contest = run.contest([server], [behind.pid])
        for _ in range(run.plan.rounds):
            bare.measure(run.place, behind.grpc, run.plan.seconds)
            through_edge(contest, server)
    figures = contest.figures()
    say(table(("one at a time", "p50 ms", "p99 ms"), latencies(figures, bare)))
    say(table((f"{BUSY} at once", "CPU µs"), costs(figures, bare)))
    run.judge(targets(figures, bare))


def through_edge(contest: Contest, server: Contender) -> None:
    """Measure one round of the same through the edge."""
    for shape in (SMALL, SMALL_EVENT):
        contest.measure(server, shape, 1)
    for shape in (SMALL, FIVE):
        contest.measure(server, shape, BUSY)


def latencies(figures: dict[Cell, Figures], bare: Bare) -> Iterator[tuple[str, ...]]:
    """Yield how long each takes, one after the other."""
    yield "a bare gRPC call", f"{median(bare.p50):.2f}", f"{median(bare.p99):.2f}"
    for shape in (SMALL, SMALL_EVENT):
        found = figures[Cell(EDGE, shape.name, 1)]
        yield f"the edge, {shape.name}", f"{found.p50:.2f}", f"{found.p99:.2f}"


def costs(figures: dict[Cell, Figures], bare: Bare) -> Iterator[tuple[str, ...]]:
    """Yield what each costs when several are under way."""
    yield "a bare gRPC call", f"{median(bare.cpu):.0f}"
    yield f"the edge, {SMALL.name}", f"{figures[Cell(EDGE, SMALL.name, BUSY)].cpu:.0f}"
    yield "each further tool call in a body", f"{further(figures):.0f}"


def further(figures: dict[Cell, Figures]) -> float:
    """Return the microseconds that each tool call beyond the first adds."""
    one = figures[Cell(EDGE, SMALL.name, BUSY)]
    five = figures[Cell(EDGE, FIVE.name, BUSY)]
    return (five.cpu - one.cpu) / (FIVE.calls - SMALL.calls)


def targets(figures: dict[Cell, Figures], bare: Bare) -> Iterator[Target]:
    """Yield what is promised of the edge beside the call it makes."""
    call, event = (figures[Cell(EDGE, s.name, 1)] for s in (SMALL, SMALL_EVENT))
    disturbed = any(each.disturbed for each in figures.values())
    for what, value, bound in (
        ("p50, the edge / a bare call", call.p50 / median(bare.p50), LATENCY),
        ("p99, a tool call / an event", call.p99 / event.p99, WORST_LATENCY),
        (
            "CPU, a further call / a bare one",
            further(figures) / median(bare.cpu),
            FURTHER_CALL,
        ),
    ):
        yield Target(what=what, value=value, bound=bound, disturbed=disturbed)
