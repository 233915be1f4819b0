"""What several workers of one edge hold, and how soon they answer."""

from bench.contenders import Contender
from bench.holdings import MIB, after_traffic
from bench.proc import children, memory
from bench.report import say, table
from bench.run import Run
from bench.starts import started
from bench.targets import Target

WORKERS = 4
MOST_MIB = 80.0
MOST_SECONDS = 1.5


def section(run: Run) -> None:
    """Measure, and print."""
    with (
        run.backend() as behind,
        started(run, run.place, behind, "crew", workers=WORKERS) as running,
    ):
        for _ in range(WORKERS):  # each of them gets its share
            after_traffic(running.contender)
        held = held_by_each(running.contender)
        parent = memory(running.contender.pid).proportional / MIB
    rows = [
        ("from the start to the first answer", f"{running.seconds:.2f} s"),
        ("each worker after traffic, PSS", ", ".join(f"{each:.0f}" for each in held)),
        ("their parent, PSS", f"{parent:.0f}"),
    ]
    say(table((f"an edge of {WORKERS} workers (memory in MiB)", ""), rows))
    run.judge(
        [
            Target(what="MiB of a worker, PSS", value=max(held), bound=MOST_MIB),
            Target(
                what="seconds to the first answer",
                value=running.seconds,
                bound=MOST_SECONDS,
            ),
        ]
    )


def held_by_each(contender: Contender) -> list[float]:
    """Return the MiB that each worker holds."""
    return [memory(pid).proportional / MIB for pid in children(contender.pid)]
