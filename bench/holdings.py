"""What an edge holds, idle and with many webhooks under way."""

import time
from concurrent.futures import ThreadPoolExecutor

from bench.contenders import Contender
from bench.load import Load, learn
from bench.proc import Memory, memory
from bench.report import say, table
from bench.run import Run
from bench.starts import started
from bench.webhooks import LARGE, SMALL, Shape, waiting, webhooks

WARM_SECONDS = 1.0
WAIT_MILLISECONDS = 2000
SETTLED_SECONDS = 1.2
"""When all of the webhooks that wait have surely arrived."""

MIB, KIB = 1 << 20, 1 << 10


def section(run: Run) -> None:
    """Measure, and print."""
    number = run.plan.in_flight
    with run.backend() as behind, started(run, run.place, behind, "held") as running:
        idle = memory(running.contender.pid)
        warm = after_traffic(running.contender)
        held = [
            (shape, while_waiting(running.contender, shape, number))
            for shape in (SMALL, LARGE)
        ]
    rows = [
        ("once started, RSS", f"{idle.resident / MIB:.1f} MiB"),
        ("once started, PSS", f"{idle.proportional / MIB:.1f} MiB"),
        ("after traffic, RSS", f"{warm.resident / MIB:.1f} MiB"),
        *(
            (
                f"and for each of {number} in flight, {shape.name}",
                each(now, warm, number),
            )
            for shape, now in held
        ),
    ]
    say(table(("an edge holds", ""), rows))


def each(held: Memory, warm: Memory, number: int) -> str:
    """Return what one of so many webhooks takes, of the resident pages.

    How many others share the rest of the memory may change meanwhile.
    """
    return f"{(held.resident - warm.resident) / number / KIB:.0f} KiB"


def after_traffic(contender: Contender) -> Memory:
    """Send what an edge sees every day, and return what it then holds."""
    exchanges = learn(contender.address, webhooks(LARGE), contender.check)
    with Load(contender.address, exchanges, connections=16) as load:
        load.run(WARM_SECONDS)
    return memory(contender.pid)


def while_waiting(contender: Contender, shape: Shape, in_flight: int) -> Memory:
    """Return what an edge holds while webhooks wait for a slow tool."""
    slow = [waiting(WAIT_MILLISECONDS, shape)]
    exchanges = learn(contender.address, slow, contender.check)
    with (
        Load(contender.address, exchanges, connections=in_flight) as load,
        ThreadPoolExecutor() as threads,
    ):
        answered = threads.submit(load.run, 0)
        time.sleep(SETTLED_SECONDS)
        held = memory(contender.pid)
        answered.result()
    return held
