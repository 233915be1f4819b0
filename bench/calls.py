"""What a tool call costs, through the edge and through others."""

from collections.abc import Iterable, Iterator, Mapping

from bench.contenders import EDGE, FASTAPI, FLOOR, REST, contenders
from bench.contest import Cell
from bench.figures import Figures
from bench.report import say, table
from bench.run import Run
from bench.targets import Target
from bench.webhooks import LARGE, SMALL

HEADINGS = ("connections", "server", "webhooks/s", "p50 ms", "p99 ms", "CPU µs")
YARDSTICKS = (FLOOR, FASTAPI, REST)
UNDER_LOAD = (16, 64)
MOST: tuple[tuple[str, str, float], ...] = (
    (FLOOR, SMALL.name, 1.3),
    (FLOOR, LARGE.name, 1.3),
    (FASTAPI, SMALL.name, 1.1),
    (FASTAPI, LARGE.name, 0.7),
    (REST, SMALL.name, 0.2),
    (REST, LARGE.name, 0.2),
)
"""Of which yardstick, for which body, the edge's processor time may be how much."""


def section(run: Run) -> None:
    """Measure, print and judge."""
    trees = {EDGE: run.tree}
    if run.against:
        trees[f"edge in {run.against.name}"] = run.against.resolve()
    with (
        run.backend() as behind,
        contenders(run.place, behind, trees) as servers,
    ):
        contest = run.contest(servers, [behind.pid])
        contest.play(run.plan.rounds, run.plan.most_seconds)
    figures = contest.figures()
    for each in tables(figures):
        say(each)
    say(
        f"{contest.rounds} rounds of {run.plan.seconds} s a measurement, "
        f"{contest.count} measurements, {contest.dropped} dropped for foreign load; "
        "* marks medians of measurements that all were disturbed."
    )
    say(meaning(figures))
    run.judge(targets(figures))


def tables(figures: Mapping[Cell, Figures]) -> Iterator[str]:
    """Yield a table for each kind of body."""
    for shape in dict.fromkeys(cell.shape for cell in figures):
        cells = [cell for cell in figures if cell.shape == shape]
        used = [name for name in YARDSTICKS if any(c.contender == name for c in cells)]
        headings = (*HEADINGS, *(f"to {name}" for name in used))
        rows = (row(cell, figures, used) for cell in cells)
        yield f"### {shape[:1].upper()}{shape[1:]}\n\n{table(headings, rows)}"


def row(
    cell: Cell, figures: Mapping[Cell, Figures], yardsticks: Iterable[str]
) -> Iterator[str]:
    """Yield the columns of one server under one load."""
    own = figures[cell]
    yield str(cell.connections)
    yield f"{cell.contender}{'*' if own.disturbed else ''}"
    yield f"{own.rate:,.0f}"
    yield f"{own.p50:.2f}"
    yield f"{own.p99:.2f}"
    yield f"{own.cpu:,.0f}"
    for name in yardsticks:
        other = figures[Cell(name, cell.shape, cell.connections)]
        yield f"{own.cpu / other.cpu:.2f}"


def meaning(figures: Mapping[Cell, Figures], connections: int = 16) -> str:
    """Return what it comes to, in a sentence."""

    def times(shape: str, name: str) -> str:
        own = figures[Cell(EDGE, shape, connections)].cpu
        return f"{own / figures[Cell(name, shape, connections)].cpu:.2f}"

    small, large = SMALL.name, LARGE.name
    return (
        f"At {connections} connections, a tool call through the edge takes "
        f"{times(small, FLOOR)} times the processor time of the bare gRPC call it "
        f"makes, {times(small, FASTAPI)} times that of the tool inside FastAPI with "
        f"a body of 3 KB and {times(large, FASTAPI)} times with the 20 KB that Vapi "
        f"really sends, and {times(large, REST)} times that of FastAPI calling a "
        "REST service."
    )


def targets(figures: Mapping[Cell, Figures]) -> Iterator[Target]:
    """Yield every promise about processor time."""
    for yardstick, shape, bound in MOST:
        for connections in UNDER_LOAD:
            edge = figures[Cell(EDGE, shape, connections)]
            other = figures[Cell(yardstick, shape, connections)]
            yield Target(
                what=f"edge / {yardstick}, {shape}, {connections} connections",
                value=edge.cpu / other.cpu,
                bound=bound,
                disturbed=edge.disturbed or other.disturbed,
            )
