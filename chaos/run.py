"""One run: everything started, broken by the seed's schedule, judged, and stopped."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from chaos.clock import Pulse
from chaos.edge import Edge
from chaos.faults import OF_SERVICES, OF_THE_EDGE, Fault, clock_stepped
from chaos.holding import Holding
from chaos.outcome import Outcome, of_effects, of_holdings
from chaos.phones import Books, Phone
from chaos.vapi import Vapi
from chaos.world import NAMES, World, world

WARM_SECONDS = 5.0
"""How long the phones ring before anything is broken, for the comparison."""

CALM_SECONDS = 6.0
"""How long nothing is broken at the end, while the calls go on."""

SETTLE_SECONDS = 2.0
FAULT_SECONDS = (1.0, 4.0)
PAUSE_SECONDS = (0.1, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is broken, and how hard."""

    seed: int
    webhooks: int
    """How many are to meet a fault."""

    most_seconds: float
    """After how long no further fault is begun, whatever was met."""

    phones: int = 40
    workers: int = 2
    budget: float = 3.0


async def run(plan: Plan, folder: Path) -> Outcome:
    """Break things until enough webhooks have met a fault; return what came of it."""
    books = Books()
    running = world(folder, plan.seed, workers=plan.workers, budget=plan.budget)
    async with Pulse() as pulse, running as whole:
        vapi = Vapi(whole.address, plan.budget, pulse)
        vapi.faults, vapi.excuses = whole.faults, whole.excuses
        whole.began = vapi.began
        pulse.watch = whole.edge.workers
        phones = phones_of(plan, vapi, books)
        before = await idle(whole.edge, phones, asyncio.sleep(WARM_SECONDS))
        after = await idle(whole.edge, phones, attacked(plan, whole, vapi))
        status = await whole.edge.stop()
        bugs = whole.edge.bugs
    outcome = Outcome(
        seed=plan.seed,
        budget=plan.budget,
        webhooks=vapi.webhooks,
        broken=whole.broken,
        books=books,
        before=before,
        after=after,
        late=pulse.worst,
        without=missing(whole),
        bugs=bugs,
        status=status,
    )
    journals = [service.journal for service in whole.services.values()]
    outcome.wrong += of_the_whole(outcome, journals, before, after)
    return outcome


def phones_of(plan: Plan, vapi: Vapi, books: Books) -> list[Phone]:
    """Return the phones that are to ring."""
    chance = random.Random(plan.seed)  # noqa: S311  chance that can be repeated
    return [
        Phone(vapi, NAMES, random.Random(chance.random()), books)  # noqa: S311  as above
        for _ in range(plan.phones)
    ]


async def idle(
    edge: Edge, phones: Sequence[Phone], work: Awaitable[None]
) -> list[Holding]:
    """Have phones ring while something is done; return what is held thereafter."""
    async with ringing(phones):
        await work
    await asyncio.sleep(SETTLE_SECONDS)
    return await edge.holdings()


async def attacked(plan: Plan, whole: World, vapi: Vapi) -> None:
    """Break things, and leave everything in peace for a while."""
    await attack(plan, whole, vapi)
    await asyncio.sleep(CALM_SECONDS)


def of_the_whole(
    outcome: Outcome,
    journals: Sequence[Path],
    before: Sequence[Holding],
    after: Sequence[Holding],
) -> list[str]:
    """Return what is wrong with the whole of a run."""
    wrong = [*of_effects(journals, outcome.books), *of_holdings(before, after)]
    wrong += [f"the edge said: {line.strip()[:300]}" for line in outcome.bugs]
    if outcome.status:
        wrong.append(f"the edge ended with status {outcome.status}")
    return wrong


@asynccontextmanager
async def ringing(phones: Sequence[Phone]) -> AsyncIterator[None]:
    """Have the phones ring; each ends its last call before this does."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(phone.ring(stop)) for phone in phones]
    try:
        yield
        stop.set()
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def attack(plan: Plan, whole: World, vapi: Vapi) -> None:
    """Break things in two lanes, until enough webhooks have met a fault."""
    end = whole.now() + plan.most_seconds

    def enough() -> bool:
        faulted = sum(1 for webhook in vapi.webhooks if webhook.faults)
        return faulted >= plan.webhooks or whole.now() > end

    of_the_edge = [
        fault
        for fault in OF_THE_EDGE
        if fault is not clock_stepped or whole.edge.faketime
    ]
    async with asyncio.TaskGroup() as lanes:
        for number, faults in enumerate((OF_SERVICES, of_the_edge)):
            chance = random.Random(plan.seed * 2 + number)  # noqa: S311  as above
            lanes.create_task(lane(whole, faults, chance, enough))


async def lane(
    whole: World,
    faults: Sequence[Fault],
    chance: random.Random,
    enough: Callable[[], bool],
) -> None:
    """Break one thing after the other, each once before any comes again."""
    while not enough():
        for fault in chance.sample(faults, len(faults)):
            if enough():
                return
            await fault(whole, chance.uniform(*FAULT_SECONDS))
            await asyncio.sleep(chance.uniform(*PAUSE_SECONDS))


def missing(whole: World) -> list[str]:
    """Return what could not be broken on this machine."""
    if whole.edge.faketime:
        return []
    return ["clock stepped: libfaketime is not installed"]
