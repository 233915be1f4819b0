"""Calls for a long time, with nothing broken: what grows is a leak."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chaos.clock import Pulse
from chaos.edge import Edge
from chaos.holding import Holding
from chaos.outcome import of_holdings
from chaos.phones import Books
from chaos.report import held
from chaos.run import WARM_SECONDS, Plan, idle, phones_of
from chaos.vapi import Vapi
from chaos.world import world

LOOK_SECONDS = 10.0
WARM_SHARE = 0.3
"""Of the looks, the share in which allocators and caches may still fill up."""

MOST_MIB_MORE = 8.0
MOST_FILES_MORE = 25
"""Connections come and go with the phones, and so do their tasks."""

MOST_THREADS_MORE = 2
MOST_TASKS_MORE = 40

SHOWN = 30
"""Rows of the page, at most."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one worker held, the one that held most."""

    seconds: float
    held: Holding


@dataclass(slots=True)
class Soak:
    """What a long time has shown."""

    webhooks: int = 0
    wrong: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    before: Sequence[Holding] = ()
    after: Sequence[Holding] = ()

    @property
    def violations(self) -> list[str]:
        """Every broken promise, in words."""
        return [*self.wrong, *of_looks(self.looks)]


async def soak(plan: Plan, folder: Path, minutes: float) -> Soak:
    """Answer calls for so long, and look at the workers again and again."""
    found = Soak()
    running = world(folder, plan.seed, workers=plan.workers, budget=plan.budget)
    async with Pulse() as pulse, running as whole:
        vapi = Vapi(whole.address, plan.budget, pulse)
        pulse.watch = whole.edge.workers
        phones = phones_of(plan, vapi, Books())
        found.before = await idle(whole.edge, phones, asyncio.sleep(WARM_SECONDS))
        looking = look(found.looks, whole.edge, vapi, minutes * 60)
        found.after = await idle(whole.edge, phones, looking)
        status = await whole.edge.stop()
        bugs = whole.edge.bugs
    found.webhooks = len(vapi.webhooks)
    found.wrong += [
        f"{each.began:.1f} s, {each.kind}: {wrong}"
        for each in vapi.webhooks
        for wrong in each.wrong
    ]
    found.wrong += of_holdings(found.before, found.after)
    found.wrong += [f"the edge said: {line.strip()[:300]}" for line in bugs]
    found.wrong += [f"the edge ended with status {status}"] * bool(status)
    return found


async def look(looks: list[Look], edge: Edge, vapi: Vapi, seconds: float) -> None:
    """Look at the workers for so long."""
    while vapi.now() < seconds:
        await asyncio.sleep(LOOK_SECONDS)
        looks.append(Look(vapi.now(), Holding.most_of(await edge.holdings())))


def of_looks(looks: Sequence[Look]) -> Iterator[str]:
    """Yield what grew from the first half, once warm, to the second."""
    warm = [each.held for each in looks[int(len(looks) * WARM_SHARE) :]]
    middle = len(warm) // 2
    if not middle:
        yield "too short a time to tell"
        return
    before, after = Holding.most_of(warm[:middle]), Holding.most_of(warm[middle:])
    for name, most in (
        ("mebibytes", MOST_MIB_MORE),
        ("files", MOST_FILES_MORE),
        ("threads", MOST_THREADS_MORE),
        ("tasks", MOST_TASKS_MORE),
    ):
        first, last = getattr(before, name), getattr(after, name)
        if last - first > most:
            yield f"{name} grew from {first:.0f} to {last:.0f}"


def report(found: Soak) -> str:
    """Return the page of a soak, in Markdown."""
    every = -(-len(found.looks) // SHOWN) or 1
    rows = [
        f"| {each.seconds / 60:.1f} | {each.held.mebibytes:.1f} | {each.held.files} "
        f"| {each.held.threads} | {each.held.tasks} |"
        for each in found.looks[::every]
    ]
    return "\n".join(
        [
            f"{found.webhooks} webhooks; **{len(found.violations)} violations**.",
            held(found.before, found.after),
            "",
            "| minutes | MiB of a worker, PSS | files | threads | tasks |",
            "|--:|--:|--:|--:|--:|",
            *rows,
            "",
            *(f"* {each}" for each in found.violations[:50]),
        ]
    )
