"""Answers are remembered, shared and forgotten."""

import asyncio

import pytest

from weather_service.cache import KEPT_ANSWERS, KEPT_SECONDS, Cache


class Source:
    """Counts what it is asked; answers when it is let go."""

    def __init__(self):
        self.asked = []
        self.stopped = asyncio.Event()
        self.go = asyncio.Event()
        self.go.set()
        self.time = 0.0

    async def ask(self, key):
        self.asked.append(key)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.stopped.set()
            raise
        if key == "bad":
            raise ValueError(key)
        return f"{key}, {len(self.asked)}"


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def cache(source):
    return Cache(source.ask, clock=lambda: source.time)


async def waiting(cache, key, count):
    """Return `count` asks for `key` that are under way."""
    asks = [asyncio.create_task(cache.get(key)) for _ in range(count)]
    await asyncio.sleep(0)  # each runs until it waits
    return asks


async def test_a_second_ask_is_answered_from_memory(cache, source):
    assert await cache.get("paris") == await cache.get("paris") == "paris, 1"
    assert source.asked == ["paris"]


async def test_an_answer_is_forgotten_after_ten_minutes(cache, source):
    await cache.get("paris")
    source.time = KEPT_SECONDS - 1
    assert await cache.get("paris") == "paris, 1"
    source.time = KEPT_SECONDS
    assert await cache.get("paris") == "paris, 2"


async def test_overlapping_asks_share_one_request(cache, source):
    source.go.clear()
    asks = await waiting(cache, "paris", 5)
    source.go.set()
    assert await asyncio.gather(*asks) == ["paris, 1"] * 5
    assert source.asked == ["paris"]


async def test_different_asks_share_nothing(cache, source):
    answers = await asyncio.gather(cache.get("paris"), cache.get("rome"))
    assert sorted(source.asked) == ["paris", "rome"]
    assert len(set(answers)) == 2


async def test_one_who_leaves_does_not_spoil_it_for_the_others(cache, source):
    source.go.clear()
    leaver, stayer = await waiting(cache, "paris", 2)
    leaver.cancel()
    source.go.set()
    assert await stayer == "paris, 1"


async def test_the_last_to_leave_stops_the_request(cache, source):
    source.go.clear()
    for ask in await waiting(cache, "paris", 2):
        ask.cancel()
    await asyncio.wait_for(source.stopped.wait(), 1)


async def test_an_ask_after_a_stopped_request_begins_a_new_one(cache, source):
    source.go.clear()
    (leaver,) = await waiting(cache, "paris", 1)
    leaver.cancel()
    await asyncio.wait([leaver])
    source.go.set()
    assert await cache.get("paris") == "paris, 2"


async def test_a_failure_reaches_all_who_wait_and_is_not_remembered(cache, source):
    source.go.clear()
    asks = await waiting(cache, "bad", 2)
    source.go.set()
    outcomes = await asyncio.gather(*asks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ValueError, ValueError]
    with pytest.raises(ValueError, match="bad"):
        await cache.get("bad")
    assert source.asked == ["bad", "bad"]


async def test_the_oldest_answer_goes_when_the_memory_is_full(cache, source):
    for number in range(KEPT_ANSWERS + 1):
        await cache.get(number)
    await cache.get(1)
    assert len(source.asked) == KEPT_ANSWERS + 1
    await cache.get(0)
    assert len(source.asked) == KEPT_ANSWERS + 2
