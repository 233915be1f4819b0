"""Tasks are done, whatever befalls who does them."""

import asyncio
import time

import pytest

from edge.errors import StoreLost
from edge.state.dead import decode
from edge.state.reading import read
from edge.state.streams import DEAD, JOBS
from edge.state.worker import Again, GiveUp, Worker, pause_after

PATIENCE_SECONDS = 15


class Hands:
    """Does what it is told, and remembers the attempts."""

    def __init__(self):
        self.attempts = []
        self.fate = lambda task: None

    async def do(self, task):
        self.attempts.append(task.attempt)
        fate = self.fate(task)
        if fate:
            raise fate

    async def until(self, count):
        end = time.monotonic() + PATIENCE_SECONDS
        while len(self.attempts) < count:
            assert time.monotonic() < end
            await asyncio.sleep(0.01)


@pytest.fixture
async def hands(store):
    """A worker over the store; what it does is the test's affair."""
    hands = Hands()
    worker = Worker(
        store.connection,
        store.dead,
        hands.do,
        stream=JOBS,
        subject=f"{JOBS}.>",
        name="tests",
        at_once=4,
    )
    task = asyncio.create_task(worker.run())
    yield hands
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def put(store, name="a"):
    await store.connection.put(f"{JOBS}.-.call.{name}", b"{}", seconds=5)


async def letters(store):
    return [decode(entry.data) async for entry in read(store.connection, DEAD)]


async def test_a_task_is_done_once(store, hands):
    await put(store)
    await hands.until(1)
    await asyncio.sleep(0.2)
    assert hands.attempts == [1]


async def test_many_are_done_each_once(store, hands):
    await asyncio.gather(*(put(store, str(number)) for number in range(200)))
    await hands.until(200)
    await asyncio.sleep(0.2)
    assert hands.attempts == [1] * 200


async def test_who_asks_for_it_is_asked_again(store, hands):
    hands.fate = lambda task: Again(0.05) if task.attempt < 3 else None
    await put(store)
    await hands.until(3)
    assert hands.attempts == [1, 2, 3]


async def test_what_the_store_was_lost_for_is_done_again_and_counts_as_one(
    store, hands
):
    fates = [StoreLost("away"), None]
    hands.fate = lambda _: fates.pop(0)
    await put(store)
    await hands.until(2)
    assert hands.attempts == [1, 1]


async def test_what_is_given_up_leaves_a_letter_with_the_reason(store, hands):
    hands.fate = lambda _: GiveUp("out of paper")
    await put(store)
    await hands.until(1)
    await asyncio.sleep(0.3)
    (letter,) = await letters(store)
    assert (letter.worker, letter.why) == ("tests", "out of paper")
    assert letter.subject == f"{JOBS}.-.call.a"


async def test_what_breaks_the_edge_holds_up_nothing_else(store, hands):
    hands.fate = lambda task: ZeroDivisionError() if "bad" in task.subject else None
    await put(store, "bad")
    await put(store, "good")
    await hands.until(3)
    assert hands.attempts.count(1) == 2


async def test_a_consumer_that_is_gone_is_made_anew(store, hands):
    await put(store)
    await hands.until(1)
    await store.connection.stream.delete_consumer(JOBS, "tests")
    await put(store, "b")
    await hands.until(2)


def test_pauses_grow_and_are_spread():
    pauses = [pause_after(attempt) for attempt in (1, 4, 8, 100)]
    assert pauses == sorted(pauses)
    assert pause_after(3) != pause_after(3)
