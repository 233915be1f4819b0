"""Calls for a long time, with nothing broken: what grows is a leak."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chaos.clock import Pulse
from chaos.edge import Holding
from chaos.phones import Books
from chaos.run import Plan, ringing
from chaos.vapi import Vapi
from chaos.world import world

LOOK_SECONDS = 10.0
WARM_SHARE = 0.3
"""Of the looks, the share in which allocators and caches may still fill up."""

MOST_MIB_MORE = 8.0
MOST_FILES_MORE = 25
"""Connections come and go with the phones."""

MOST_THREADS_MORE = 2


@dataclass(frozen=True, slots=True)
class Look:
    """What one worker held, the one that held most."""

    seconds: float
    held: Holding


@dataclass(frozen=True, slots=True)
class Soak:
    """What a long time has shown."""

    webhooks: int
    wrong: Sequence[str]
    looks: Sequence[Look]

    @property
    def violations(self) -> list[str]:
        """Every broken promise, in words."""
        return [*self.wrong, *of_looks(self.looks)]


async def soak(plan: Plan, folder: Path, minutes: float) -> Soak:
    """Answer calls for so long, and look at the workers again and again."""
    looks: list[Look] = []
    running = world(folder, plan.seed, workers=plan.workers, budget=plan.budget)
    async with Pulse() as pulse, running as whole:
        vapi = Vapi(whole.address, plan.budget, pulse)
        pulse.watch = whole.edge.workers
        async with ringing(plan, vapi, Books()):
            while vapi.now() < minutes * 60:
                await asyncio.sleep(LOOK_SECONDS)
                looks.append(Look(vapi.now(), most_of(whole.edge.holdings())))
                whole.edge.bugs()
    wrong = [f"{e.began:.1f} s, {e.kind}: {w}" for e in vapi.webhooks for w in e.wrong]
    return Soak(len(vapi.webhooks), wrong, looks)


def most_of(held: Sequence[Holding]) -> Holding:
    """Return the most that any worker holds."""
    return Holding(
        files=max(each.files for each in held),
        threads=max(each.threads for each in held),
        mebibytes=max(each.mebibytes for each in held),
    )


def of_looks(looks: Sequence[Look]) -> Iterator[str]:
    """Yield what grew from the first half, once warm, to the second."""
    warm = looks[int(len(looks) * WARM_SHARE) :]
    middle = len(warm) // 2
    if not middle:
        yield "too short a time to tell"
        return
    before = most_of([look.held for look in warm[:middle]])
    after = most_of([look.held for look in warm[middle:]])
    for name, most in (
        ("mebibytes", MOST_MIB_MORE),
        ("files", MOST_FILES_MORE),
        ("threads", MOST_THREADS_MORE),
    ):
        first, last = getattr(before, name), getattr(after, name)
        if last - first > most:
            yield f"{name} grew from {first:.0f} to {last:.0f}"


def report(found: Soak) -> str:
    """Return the page of a soak, in Markdown."""
    rows = [
        f"| {look.seconds / 60:.1f} | {look.held.mebibytes:.1f} | {look.held.files} "
        f"| {look.held.threads} |"
        for look in found.looks
    ]
    return "\n".join(
        [
            f"{found.webhooks} webhooks; **{len(found.violations)} violations**.",
            "",
            "| minutes | MiB of a worker, PSS | files | threads |",
            "|--:|--:|--:|--:|",
            *rows,
            "",
            *(f"* {each}" for each in found.violations[:50]),
        ]
    )
