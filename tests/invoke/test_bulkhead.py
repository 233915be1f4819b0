"""A slow service has so many calls to answer at once, and so many that wait."""

import asyncio
import time

import pytest

from edge.config.policies import Overrides, Policies
from edge.config.settings import Service
from edge.errors import Code, Withheld
from edge.policies.lane import Lane
from edge.speech import SENTENCES
from tests.conftest import lifted, settings
from tests.probe import Probe, start


async def always():
    return True


@pytest.fixture
async def lane():
    """A lane with room for one, which is taken."""
    lane = Lane("probe", Policies(concurrent=1, trip_after=1), always)
    lane.running = 1
    yield lane
    lane.close()


async def waiting(lane):
    """Begin to wait."""
    end = asyncio.get_running_loop().time() + 60
    task = asyncio.create_task(lane.enter(end))
    await asyncio.sleep(0)
    return task


def answered(results):
    return ["result" in result for result in results]


async def test_what_finds_no_room_and_no_queue_is_told_so_at_once(probe, tmp_path):
    policies = Policies(concurrent=2, queue=0)
    async with lifted(settings(tmp_path, probe.target, policies=policies)) as line:
        results = await line.call_all(*[("sleep", {"seconds": 0.3})] * 5)
    assert answered(results) == [True] * 2 + [False] * 3
    assert results[2]["error"] == SENTENCES[Code.RESOURCE_EXHAUSTED]
    assert len(probe.requests) == 2


async def test_what_waits_is_answered_in_its_turn(probe, tmp_path):
    policies = Policies(concurrent=2, queue=3)
    async with lifted(settings(tmp_path, probe.target, policies=policies)) as line:
        results = await line.call_all(*[("sleep", {"seconds": 0.05})] * 6)
    assert answered(results) == [True] * 5 + [False]


async def test_nobody_waits_longer_than_half_of_the_time(probe, tmp_path):
    policies = Policies(concurrent=1)
    async with lifted(settings(tmp_path, probe.target, policies=policies)) as line:
        started = time.perf_counter()
        *_, last = await line.call_all(*[("sleep", {"seconds": 30})] * 3)
        assert time.perf_counter() - started < 1.1
    assert last["error"] == SENTENCES[Code.RESOURCE_EXHAUSTED]
    assert len(probe.requests) == 1


class Second(Probe):
    """Another service."""

    async def SayAgain(self, request, context):
        return self.make("SayAgainResponse", speech=request.text)


@pytest.fixture
async def other():
    """The address of another service."""
    server, port = await start(Second("probe_v2.proto"))
    yield f"127.0.0.1:{port}"
    await server.stop(None)


async def test_a_slow_service_takes_no_room_from_another(probe, other, tmp_path):
    policies = Policies(concurrent=1, queue=0)
    targets = (probe.target, other)
    async with lifted(settings(tmp_path, *targets, policies=policies)) as line:
        results = await line.call_all(
            ("sleep", {"seconds": 0.2}), ("say_again_v2", {"text": "x"})
        )
    assert answered(results) == [True, True]


async def test_a_service_may_have_bounds_of_its_own(probe, tmp_path):
    own = Overrides(concurrent=1)
    entry = Service(name="probe", target=probe.target, policies=own)
    config = settings(tmp_path, services=(entry,), policies=Policies(queue=0))
    async with lifted(config) as line:
        results = await line.call_all(*[("sleep", {"seconds": 0.1})] * 2)
    assert answered(results) == [True, False]


async def test_room_is_given_to_whoever_waited_longest(lane):
    first, second = await waiting(lane), await waiting(lane)
    lane.leave()
    await first
    assert not second.done()
    lane.leave()
    await second
    assert lane.running == 1


async def test_one_that_is_gone_when_its_turn_comes_passes_it_on(lane):
    first, second = await waiting(lane), await waiting(lane)
    lane.leave()
    first.cancel()
    await second
    assert lane.running == 1


async def test_one_that_gives_up_is_no_more_in_the_way(lane):
    first = await waiting(lane)
    first.cancel()
    await asyncio.wait([first])
    assert not lane.waiting


async def test_whoever_waits_for_a_service_that_dies_is_told_at_once(lane):
    first = await waiting(lane)
    for call_id in "ab":
        lane.breaker.failed(Code.UNAVAILABLE, call_id)
    with pytest.raises(Withheld, match="BREAKER"):
        await first
