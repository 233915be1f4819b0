"""Whether cost grows in proportion: larger bodies, more calls, more of everything."""

import resource
from collections.abc import Iterator

from bench.contenders import (
    Contender,
    Place,
    backend,
    contender,
    edge,
)
from bench.contest import Cell, Contest
from bench.report import say, table
from bench.run import Run
from bench.service.building import with_many
from bench.webhooks import SMALL, Shape

CONNECTIONS = (1, 16, 64, 500, 5000)
BUSY = 16
CALLS = tuple(Shape(f"{n} tool calls", turns=0, calls=n) for n in (1, 2, 4, 8, 16))
BODIES = tuple(
    Shape(f"a body of {kilobytes} KB", turns=turns)
    for kilobytes, turns in ((3, 0), (20, 30), (100, 170), (300, 520))
)
SERVICES = (1, 10, 50)
ROUNDS = 2
"""How often at most: what grows out of proportion shows at once."""

FILES = 12_000
"""Open files that the most connections want at both ends."""


def section(run: Run) -> None:
    """Measure, and print."""
    allow(FILES)
    with run.backend() as behind, edge(run.place, behind.grpc, run.tree) as process:
        server = contender(process)
        contest = run.contest([server], [behind.pid])
        for _ in range(min(run.plan.rounds, ROUNDS)):
            for shape in (*CALLS, *BODIES):
                contest.measure(server, shape, BUSY)
            for connections in CONNECTIONS:
                contest.measure(server, SMALL, connections)
    headings = ("CPU µs a webhook", "connections", "CPU µs", "p99 ms")
    say(table(headings, rows(contest)))
    say(table(("services", "CPU µs"), by_services(run)))


def allow(files: int) -> None:
    """Let this process, and those it starts, open so many files, if it may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = files if hard == resource.RLIM_INFINITY else min(files, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def rows(contest: Contest) -> Iterator[tuple[str, ...]]:
    """Yield a row for each load."""
    for cell, own in contest.figures().items():
        mark = "*" if own.disturbed else ""
        yield (
            f"{cell.shape}{mark}",
            str(cell.connections),
            f"{own.cpu:.0f}",
            f"{own.p99:.1f}",
        )


def by_services(run: Run) -> Iterator[tuple[str, ...]]:
    """Yield what a tool call costs an edge with so many services."""
    contract = with_many(run.contract, max(SERVICES))
    with backend(run.place, run.program, contract) as behind:
        for number in SERVICES:
            yield str(number), one_of(run, run.place, behind.grpc, behind.pid, number)


def one_of(run: Run, place: Place, target: str, pid: int, number: int) -> str:
    """Return the microseconds of a call to the last of so many services."""
    services = {f"bench-{n}": (f"get_weather{n}",) for n in range(number)}
    name = f"edge with {number} services"
    with edge(place, target, run.tree, name=name, services=services) as process:
        started = contender(process)
        last = Contender(
            name, started.address, started.pid, started.log, f"get_weather{number - 1}"
        )
        contest = run.contest([last], [pid])
        for _ in range(min(run.plan.rounds, ROUNDS)):
            contest.measure(last, SMALL, BUSY)
    return f"{contest.figures()[Cell(name, SMALL.name, BUSY)].cpu:.0f}"
