"""What durable state costs: beside bare JetStream, and on the path of a tool call."""

from collections.abc import Iterator
from contextlib import ExitStack

from bench import store
from bench.contenders import EDGE, contender, edge
from bench.contest import Cell
from bench.figures import percentile
from bench.report import say, table
from bench.run import Run
from bench.store import Timings
from bench.targets import Target
from bench.webhooks import SMALL
from edge.cli.loop import run_in_loop

RECORDING, SILENT = EDGE, f"{EDGE} that records nothing"
CONNECTIONS = 16
ROUNDS_EACH = 100
"""Puts and dispatches for each round of the plan."""

JOBS_EACH = 200


def section(run: Run) -> None:
    """Measure, print and judge."""
    run.judge(run_in_loop(beside(run)))
    run.judge([recorded(run)])


async def beside(run: Run) -> list[Target]:
    """Return what the store is promised to take, of what JetStream takes."""
    folder, rounds = run.place.folder / "state", run.plan.rounds
    seconds = await store.ready(folder)
    async with store.kept(folder) as kept:
        puts = await store.puts(kept, ROUNDS_EACH * rounds)
        dispatches = await store.dispatches(kept, ROUNDS_EACH * rounds)
        url = kept.server.folder.url if kept.server else ""
        share = await store.throughput(kept, url, JOBS_EACH * rounds)
    rows = [*lines("put durable", puts), *lines("put and begun", dispatches)]
    say(table(("job", "p50 ms", "p99 ms"), rows))
    return [
        *ratios("put durable / bare publish", puts, 1.5),
        *ratios("put and begun / bare publish and fetch", dispatches, 2.0),
        Target(what="20 ms jobs / the best", value=share, bound=0.85, least=True),
        Target(what="seconds until the store is ready", value=seconds, bound=1.0),
    ]


def lines(what: str, timings: Timings) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each way."""
    for name, values in ((what, timings.own), (f"{what}, bare", timings.bare)):
        p50, p99 = (percentile(values, share) * 1e3 for share in (0.5, 0.99))
        yield name, f"{p50:.2f}", f"{p99:.2f}"


def ratios(what: str, timings: Timings, bound: float) -> Iterator[Target]:
    """Yield what is promised at the median and at the slowest of a hundred."""
    for share in (0.5, 0.99):
        value = percentile(timings.own, share) / percentile(timings.bare, share)
        yield Target(what=f"{what}, p{share * 100:.0f}", value=value, bound=bound)


def recorded(run: Run) -> Target:
    """Return what the record costs a tool call without effects."""
    settings = '[store]\ndata = "{}"\n[store.record]\nenabled = {}\n'
    folder = run.place.folder
    with run.backend() as behind, ExitStack() as stack:
        servers = [
            contender(
                stack.enter_context(
                    edge(
                        run.place,
                        behind.grpc,
                        run.tree,
                        name=name,
                        more=settings.format(folder / f"store-{on}", on),
                    )
                )
            )
            for name, on in ((RECORDING, "true"), (SILENT, "false"))
        ]
        contest = run.contest(servers, [behind.pid])
        for _ in range(run.plan.rounds):
            contest.compare(servers, SMALL, CONNECTIONS)
    figures = contest.figures()
    on, off = (figures[Cell(s.name, SMALL.name, CONNECTIONS)] for s in servers)
    return Target(
        what=f"recording / not, CPU, {CONNECTIONS} connections",
        value=on.cpu / off.cpu,
        bound=1.1,
        disturbed=on.disturbed or off.disturbed,
    )
