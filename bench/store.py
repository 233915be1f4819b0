"""The store's own work, beside what JetStream takes for the same."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from nats.aio.client import Client
from nats.js.api import ConsumerConfig

from edge.config.store import Store as Settings
from edge.state.jobs import TOOL, JobId, Jobs
from edge.state.store import Store
from edge.state.streams import JOBS
from edge.state.worker import Task, Worker

CALLER = "+12025550142"
PAYLOAD = b'{"tool": "send_report", "arguments": {"to": "the office"}}' * 6
JOB_SECONDS = 0.02
HANDS, WORKERS = 8, 2
PATIENCE_SECONDS = 60


@dataclass(slots=True)
class Timings:
    """Seconds of the store's and of the bare way, taken in turn."""

    own: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


@asynccontextmanager
async def kept(folder: Path) -> AsyncIterator[Store]:
    """Run a store over a folder."""
    store = Store(Settings(data=str(folder)))
    async with store.running():
        yield store


async def ready(folder: Path) -> float:
    """Return the seconds until an embedded store can be used."""
    started = time.perf_counter()
    async with kept(folder):
        return time.perf_counter() - started


async def puts(store: Store, count: int) -> Timings:
    """Make jobs durable, and as many messages of the same stream, in turn."""
    jobs, timings = Jobs(store.connection, store.callers), Timings()
    stream = store.connection.stream
    for number in range(count):
        job = JobId(CALLER, "puts", f"own-{number}")
        own = partial(jobs.put, TOOL, job, PAYLOAD, seconds=5)
        bare = partial(stream.publish, f"{JOBS}.-.puts.bare.{number}", PAYLOAD)
        timings.own.append(await timed(own))
        timings.bare.append(await timed(bare))
    return timings


async def dispatches(store: Store, count: int) -> Timings:
    """Time jobs from their put to their worker, and messages to who fetches them."""
    jobs, timings = Jobs(store.connection, store.callers), Timings()
    begun: asyncio.Queue[None] = asyncio.Queue()

    async def begin(task: Task) -> None:
        del task
        begun.put_nowait(None)

    async with working(store, begin, "waiting"):
        fetch = await fetching(store)
        for number in range(count):
            job = JobId(CALLER, "waiting", f"own-{number}")

            async def own(job: JobId = job) -> None:
                await asyncio.gather(
                    jobs.put("waiting", job, PAYLOAD, seconds=5), begun.get()
                )

            async def bare(number: int = number) -> None:
                subject = f"{JOBS}.-.waiting.bare.{number}"
                await asyncio.gather(
                    store.connection.stream.publish(subject, PAYLOAD), fetch()
                )

            timings.own.append(await timed(own))
            timings.bare.append(await timed(bare))
    return timings


async def throughput(store: Store, url: str, count: int) -> float:
    """Return how many 20 ms jobs a second two workers do, of what they could."""
    jobs = Jobs(store.connection, store.callers)
    ready, done = asyncio.Event(), asyncio.Semaphore(0)

    async def work(task: Task) -> None:
        del task
        await ready.wait()
        await asyncio.sleep(JOB_SECONDS)
        done.release()

    for first in range(0, count, 50):
        ids = (JobId(CALLER, "busy", f"{n}") for n in range(first, first + 50))
        await asyncio.gather(*(jobs.put("busy", n, PAYLOAD, seconds=9) for n in ids))
    async with (
        other(url) as second,
        working(store, work, "busy"),
        working(second, work, "busy"),
        asyncio.timeout(PATIENCE_SECONDS),
    ):
        started = time.perf_counter()
        ready.set()  # not before both are there
        for _ in range(count):
            await done.acquire()
        spent = time.perf_counter() - started
    return count / spent / (HANDS * WORKERS / JOB_SECONDS)


@asynccontextmanager
async def other(url: str) -> AsyncIterator[Store]:
    """Run another replica's connection to the same store."""
    store = Store(Settings(url=url, replicas=1))
    async with store.running():
        yield store


@asynccontextmanager
async def working(
    store: Store, do: Callable[[Task], Awaitable[None]], kind: str
) -> AsyncIterator[None]:
    """Have a worker take the jobs of a kind."""
    worker = Worker(
        store.connection,
        store.dead,
        do,
        stream=JOBS,
        subject=f"{JOBS}.*.*.{kind}.*",
        name=kind,
        at_once=HANDS,
    )
    task = asyncio.create_task(worker.run())
    await asyncio.sleep(0.2)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def fetching(store: Store) -> Callable[[], Awaitable[None]]:
    """Return what fetches one message, as the client's own documentation does it."""
    stream = store.connection.stream
    config = ConsumerConfig(durable_name="bare", filter_subject=f"{JOBS}.*.*.bare.*")
    await stream.add_consumer(JOBS, config)
    subscription = await stream.pull_subscribe_bind("bare", JOBS)
    while await pending(store.connection.client):
        for message in await subscription.fetch(100, 1):
            await message.ack()

    async def fetch() -> None:
        (message,) = await subscription.fetch(1, 5)
        await message.ack()

    return fetch


async def pending(client: Client) -> int:
    """Return how many messages nobody has fetched yet."""
    info = await client.jetstream().consumer_info(JOBS, "bare")
    return int(info.num_pending or 0)


async def timed(act: Callable[[], Awaitable[object]]) -> float:
    """Return the seconds that something takes."""
    started = time.perf_counter()
    await act()
    return time.perf_counter() - started
