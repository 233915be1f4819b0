"""What a second attempt beside a late one saves, and what it costs."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import grpc

from bench.contenders import Backend, contender, edge
from bench.contest import Reading
from bench.figures import percentile
from bench.load import Load, learn
from bench.proc import busy_seconds, cpu_seconds
from bench.processes import Process
from bench.report import say, table
from bench.run import Run
from bench.targets import Target
from bench.webhooks import stumbling

MILLISECONDS, SLOW_PERCENT = 50, 5
"""How long the tool takes; in how many calls of a hundred ten times that."""

CONNECTIONS = 32
SECONDS = 6
"""How much longer than others this is measured: the slowest 1 % have to be many."""

POLICIES = {"without": "[policies]\nhedge_share = 0\n", "with": ""}

LEAST_SAVED, MOST_EXTRA = 0.6, 0.07

COUNT = "/tools.bench.v1.BenchService/CountStumbles"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What callers waited, and how many calls the service had for each webhook."""

    latencies: Sequence[float]
    calls: float
    disturbed: bool = False
    """Whether others used the machine meanwhile."""

    def at(self, share: float) -> float:
        """Return a percentile, in milliseconds."""
        return percentile(self.latencies, share) * 1e3

    def row(self, name: str) -> Iterator[str]:
        """Yield the columns."""
        yield f"{name} second attempts"
        yield from (f"{self.at(share):.0f}" for share in (0.5, 0.95, 0.99))
        yield f"{len(self.latencies):,}"
        yield f"{self.calls - 1:+.1%}"


def section(run: Run) -> None:
    """Measure, print and judge."""
    found = {name: measured(run, name, more) for name, more in POLICIES.items()}
    headings = ("edge", "p50 ms", "p95 ms", "p99 ms", "webhooks", "extra calls")
    rows = (outcome.row(name) for name, outcome in found.items())
    say(
        f"### A tool of {MILLISECONDS} ms, {SLOW_PERCENT} % of whose calls take ten "
        f"times as long\n\n{table(headings, rows)}"
    )
    saved = 1 - found["with"].at(0.99) / found["without"].at(0.99)
    extra = found["with"].calls - 1
    run.judge(
        [
            Target(
                what="of p99 saved",
                value=saved,
                bound=LEAST_SAVED,
                least=True,
                disturbed=any(each.disturbed for each in found.values()),
            ),
            Target(what="extra calls for that", value=extra, bound=MOST_EXTRA),
        ]
    )


def measured(run: Run, name: str, more: str) -> Outcome:
    """Measure one edge, with a service of its own behind it."""
    with (
        run.backend() as behind,
        edge(run.place, behind.grpc, run.tree, name=f"edge {name}", more=more) as own,
    ):
        address = contender(own).address
        webhook = stumbling(MILLISECONDS, SLOW_PERCENT)
        exchanges = learn(address, [webhook], lambda w, b: w.is_answered_by(b))
        with Load(address, exchanges, connections=CONNECTIONS) as load:
            load.run(run.plan.seconds)
            before, calls = reading(run, own, behind), calls_of(behind.grpc)
            latencies = load.run(run.plan.seconds * SECONDS)
        sample = before.until(reading(run, own, behind), latencies)
        calls = calls_of(behind.grpc) - calls
        return Outcome(latencies, calls / len(latencies), sample.disturbed)


def reading(run: Run, own: Process, behind: Backend) -> Reading:
    """Read all clocks."""
    server = cpu_seconds(own.pid)
    return Reading(
        server=server,
        ours=server + cpu_seconds(behind.pid) + time.process_time(),
        everyone=busy_seconds(run.place.cores.both),
        moment=time.perf_counter(),
    )


def calls_of(target: str) -> int:
    """Ask the service how many calls it had."""
    with grpc.insecure_channel(target) as channel:
        answer: bytes = channel.unary_unary(COUNT)(b"")
    return int(answer[2:])  # behind the field's tag and length: a short text
