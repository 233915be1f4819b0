"""A call that one worker knows is known to all, until it ends."""

import os
import signal
import time

import pytest

from edge.errors import Code, ControlFailed
from edge.state.parts import State
from edge.vapi.commands import EndCall
from edge.vapi.live import LiveCalls
from tests.controllable import controllable

END = EndCall()


@pytest.fixture
async def vapi(tmp_path):
    async with controllable(tmp_path) as vapi:
        yield vapi


@pytest.fixture
async def pair(replicas, vapi):
    """Two workers' calls over one store; `.told` waits until all is told."""

    def calls(store):
        state = State()
        store.equip(state)
        return LiveCalls(vapi.settings, shared=lambda: state.calls)

    first, second = map(calls, replicas)

    async def told():
        for store in replicas:
            await store.tasks.close(5)

    first.told = told
    yield first, second
    await first.aclose()
    await second.aclose()


async def code(calls, call_id, service):
    with pytest.raises(ControlFailed) as caught:
        await calls.send(call_id, END, service=service)
    return caught.value.code


async def test_a_command_may_come_to_another_worker(pair, vapi):
    first, second = pair
    first.note("call-1", vapi.url, ["weather"])
    second.note("call-1", vapi.url, ["email"])
    await first.told()
    await second.send("call-1", END, service="weather")
    await first.send("call-1", END, service="email")
    assert len(vapi.commands) == 2


async def test_it_may_only_what_it_might_at_the_first(pair, vapi):
    first, second = pair
    first.note("call-1", vapi.url, ["weather"])
    await first.told()
    assert await code(second, "call-1", "email") is Code.NOT_FOUND
    assert await code(second, "call-2", "weather") is Code.NOT_FOUND
    assert vapi.commands == []


async def test_a_call_that_ended_for_one_has_ended_for_all(pair, vapi):
    first, second = pair
    first.note("call-1", vapi.url, ["weather"])
    await first.told()
    second.end("call-1")
    await first.told()
    third = LiveCalls(vapi.settings, shared=first._shared)
    assert await code(third, "call-1", "weather") is Code.FAILED_PRECONDITION
    assert vapi.commands == []


async def test_where_a_call_is_controlled_is_on_no_disk(pair, vapi, tmp_path):
    first, _ = pair
    first.note("call-1", vapi.url, ["weather"])
    await first.told()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(vapi.url.encode() in path.read_bytes() for path in files)


async def test_without_the_store_each_knows_its_own(pair, replicas, vapi):
    first, second = pair
    first.note("call-1", vapi.url, ["weather"])
    await first.told()
    await replicas[1].connection.close()
    await first.send("call-1", END, service="weather")
    assert await code(second, "call-1", "weather") is Code.NOT_FOUND


async def test_calls_are_shared_again_when_the_store_has_been_restarted(
    pair, replicas, vapi
):
    first, second = pair
    os.kill(replicas[0].server.pid, signal.SIGKILL)
    end = time.monotonic() + 10
    while True:
        first.note("call-1", vapi.url, [f"weather-{time.monotonic()}", "weather"])
        await first.told()
        try:
            await second.send("call-1", END, service="weather")
        except ControlFailed:
            assert time.monotonic() < end
        else:
            return
