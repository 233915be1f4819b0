"""Whether an edge with many tools is slower or larger than one with few."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from bench.contenders import Backend, Place, backend
from bench.contest import Cell
from bench.holdings import MIB
from bench.proc import memory
from bench.report import say, table
from bench.run import Run
from bench.service.building import with_many
from bench.starts import Edge, started
from bench.webhooks import SMALL

NUMBERS = (10, 1000)
CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Toolbox:
    """An edge with so many tools, and the service that has them."""

    tools: int
    edge: Edge
    behind: Backend


def section(run: Run) -> None:
    """Measure, and print."""
    with ExitStack() as stack:
        boxes = [filled(run, number, stack) for number in NUMBERS]
        rows = list(measured(run, boxes))
    headings = ("tools", f"CPU µs, {CONNECTIONS} connections", "PSS", "first answer")
    say(table(headings, rows))


def filled(run: Run, tools: int, stack: ExitStack) -> Toolbox:
    """Start a service with so many tools, and an edge in front of it."""
    place = Place(run.place.folder / str(tools), run.place.cores)
    place.folder.mkdir()
    contract = with_many(run.contract, tools)
    behind = stack.enter_context(backend(place, run.program, contract))
    name, last = f"{tools} tools", f"get_weather{tools - 1}"
    edge = stack.enter_context(started(run, place, behind, name, tool=last))
    return Toolbox(tools, edge, behind)


def measured(run: Run, boxes: list[Toolbox]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each toolbox, measured in turn."""
    servers = [box.edge.contender for box in boxes]
    contest = run.contest(servers, [box.behind.pid for box in boxes])
    for _ in range(run.plan.rounds):
        for server in servers:
            contest.measure(server, SMALL, CONNECTIONS)
    figures = contest.figures()
    for box, server in zip(boxes, servers, strict=True):
        found = figures[Cell(server.name, SMALL.name, CONNECTIONS)]
        held = memory(server.pid).proportional / MIB
        mark = "*" if found.disturbed else ""
        yield (
            f"{box.tools:,}{mark}",
            f"{found.cpu:.0f}",
            f"{held:.1f} MiB",
            f"{box.edge.seconds:.2f} s",
        )
