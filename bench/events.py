"""What an event costs that nobody wants: Vapi sends many for each tool call."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import product

from bench.calls import UNDER_LOAD
from bench.contenders import EDGE, Place, contender, edge
from bench.contest import Cell
from bench.figures import Figures
from bench.processes import Process
from bench.report import say, table
from bench.run import Run
from bench.targets import Target
from bench.webhooks import LARGE_EVENT, SMALL_EVENT

SILENT = "bare aiohttp"
SHAPES = (SMALL_EVENT, LARGE_EVENT)
MOST = 2.0
"""How much the edge may spend, of what aiohttp spends on answering the same body."""


def silent(place: Place) -> Process:
    """Return the program that reads a body and answers nothing."""
    command = (sys.executable, "-m", "bench.programs.silent")
    return Process(SILENT, command, place.folder / "silent.log", place.cores.server)


def section(run: Run) -> None:
    """Measure, print and judge."""
    with run.backend() as behind, ExitStack() as stack:
        processes = [edge(run.place, behind.grpc, run.tree), silent(run.place)]
        servers = [contender(stack.enter_context(each)) for each in processes]
        contest = run.contest(servers, [behind.pid])
        rounds = range(run.plan.rounds)
        for _, shape, connections in product(rounds, SHAPES, UNDER_LOAD):
            contest.compare(servers, shape, connections)
    figures = contest.figures()
    headings = ("event", "connections", "server", "events/s", "p99 ms", "CPU µs")
    say(table(headings, rows(figures)))
    run.judge(targets(figures))


def rows(figures: Mapping[Cell, Figures]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each server under each load."""
    for cell, own in figures.items():
        mark = "*" if own.disturbed else ""
        name = f"{cell.contender}{mark}"
        found = (f"{own.rate:,.0f}", f"{own.p99:.2f}", f"{own.cpu:.0f}")
        yield (cell.shape, str(cell.connections), name, *found)


def targets(figures: Mapping[Cell, Figures]) -> Iterator[Target]:
    """Yield what is promised of each load."""
    for shape in SHAPES:
        for connections in UNDER_LOAD:
            own = figures[Cell(EDGE, shape.name, connections)]
            least = figures[Cell(SILENT, shape.name, connections)]
            yield Target(
                what=f"edge / {SILENT}, {shape.name}, {connections} connections",
                value=own.cpu / least.cpu,
                bound=MOST,
                disturbed=own.disturbed or least.disturbed,
            )
