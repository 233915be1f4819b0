"""What an edge holds, idle and with many webhooks under way."""

import time
from concurrent.futures import ThreadPoolExecutor

from bench.contenders import Contender
from bench.load import Load, learn
from bench.proc import Memory, memory
from bench.report import say, table
from bench.run import Run
from bench.starts import started
from bench.webhooks import LARGE, waiting, webhooks

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
        held = while_waiting(running.contender, number)
    # Of the resident pages: how many others share the rest may change meanwhile.
    each = (held.resident - warm.resident) / number
    rows = [
        ("once started, RSS", f"{idle.resident / MIB:.1f} MiB"),
        ("once started, PSS", f"{idle.proportional / MIB:.1f} MiB"),
        ("after traffic, RSS", f"{warm.resident / MIB:.1f} MiB"),
        (f"and for each of {number} webhooks in flight", f"{each / KIB:.0f} KiB"),
    ]
    say(table((f"an edge holds ({LARGE.name})", ""), rows))


def after_traffic(contender: Contender) -> Memory:
    """Send what an edge sees every day, and return what it then holds."""
    exchanges = learn(contender.address, webhooks(LARGE), contender.check)
    with Load(contender.address, exchanges, connections=16) as load:
        load.run(WARM_SECONDS)
    return memory(contender.pid)


def while_waiting(contender: Contender, in_flight: int) -> Memory:
    """Return what an edge holds while webhooks wait for a slow tool."""
    slow = [waiting(WAIT_MILLISECONDS, LARGE)]
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
