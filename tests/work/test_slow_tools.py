"""Slow tools go on behind the call, and what came of them is told."""

import asyncio
import os
import signal
import time
from contextlib import asynccontextmanager

import msgspec
import pytest

from edge.config.store import Store as Settings
from edge.state.parking import decode
from edge.state.reading import read
from edge.state.streams import DEAD, PARKED
from edge.vapi.phone import PhoneCall
from edge.work.behind import BEGUN, LATE, UNCERTAIN
from tests.conftest import lifted, settings
from tests.controllable import controllable
from tests.probe import start
from tests.state.conftest import kept
from tests.work.slow import Slow

PATIENCE_SECONDS = 15


@pytest.fixture
async def slow():
    """The service; `.target` is its address."""
    slow = Slow()
    server, port = await start(slow)
    slow.target = f"127.0.0.1:{port}"
    yield slow
    slow.may.set()
    await server.stop(None)


@pytest.fixture
async def vapi(tmp_path):
    """Where calls are controlled."""
    async with controllable(tmp_path) as vapi:
        yield vapi


@pytest.fixture
def edge(tmp_path, slow, vapi):
    """Return what lifts an edge with a store, a slow service, and call control."""

    @asynccontextmanager
    async def lift(**changes):
        store = Settings(data=str(tmp_path), **changes)
        config = settings(tmp_path, slow.target, store=store, control=vapi.settings)
        async with lifted(config) as line:
            yield line

    return lift


def asked(phone, vapi, *calls):
    """Return a tool-calls webhook of a call that is controlled at the stand-in."""
    return controlled(phone.tool_calls(calls), vapi)


def controlled(body, vapi):
    """Return a webhook with the address at which the stand-in controls its call."""
    message = msgspec.json.decode(body)
    message["message"]["call"]["monitor"] = {"controlUrl": vapi.url}
    return msgspec.json.encode(message)


async def say(line, vapi, *calls, phone=None):
    """Call tools given as (id, tool, arguments); return the first's words."""
    body = asked(phone or line.phone, vapi, *calls)
    first, *_ = (await line.say(body))["results"]
    return first.get("result") or first["error"]


async def commands(vapi, number=1):
    """Wait until the call was told something, and return it."""
    await until(lambda: len(vapi.commands) >= number)
    return vapi.commands


async def stored(tmp_path, stream):
    """Return what an edge that has stopped left in a stream."""
    async with kept(tmp_path) as store:
        return [entry async for entry in read(store.connection, stream)]


async def until(met):
    end = time.monotonic() + PATIENCE_SECONDS
    while not met():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def test_it_is_acknowledged_at_once_and_the_model_told_later(edge, slow, vapi):
    slow.may.clear()
    async with edge() as line:
        words = await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        assert words == "The kettle is on."
        slow.may.set()
        (command,) = await commands(vapi)
    assert command["type"] == "add-message"
    assert command["triggerResponseEnabled"] is True
    assert "The Assam is ready." in command["message"]["content"]


async def test_it_may_take_longer_than_any_webhook(edge, slow, vapi):
    slow.may.clear()
    async with edge() as line:
        await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        await until(lambda: slow.requests)
        await asyncio.sleep(1.5)  # the budget is a second
        slow.may.set()
        (command,) = await commands(vapi)
    assert "The Assam is ready." in command["message"]["content"]
    assert len(slow.requests) == 1


async def test_the_caller_can_be_told_word_for_word(edge, vapi):
    async with edge() as line:
        words = await say(line, vapi, ("a", "pour_tea", {"tea": "Assam"}))
        assert words == BEGUN
        assert await commands(vapi) == [
            {"type": "say", "content": "The Assam is ready."}
        ]


async def test_the_request_is_filled_as_at_the_time_of_the_call(edge, slow, vapi):
    async with edge() as line:
        body = msgspec.json.decode(
            asked(line.phone, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        )
        variables = {"variableValues": {"plan": "gold"}}
        body["message"]["call"]["assistantOverrides"] = variables
        await line.say(msgspec.json.encode(body))
        await commands(vapi)
        (request,) = slow.requests
    assert request.caller_number == "+12025550142"
    assert request.plan == "gold"
    assert request.idempotency_key == f"{line.phone.id}/a"


async def test_a_repeated_webhook_starts_nothing_again(edge, slow, vapi):
    async with edge() as line:
        for _ in range(2):
            words = await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
            assert words == "The kettle is on."
        await say(line, vapi, ("b", "brew_tea", {"tea": "Darjeeling"}))
        await commands(vapi, 2)
    assert sorted(slow.effects.values()) == [1, 1]


async def test_wrong_arguments_are_said_at_once(edge, slow, vapi):
    async with edge() as line:
        assert "tea" in await say(line, vapi, ("a", "brew_tea", {"tea": {"a": 1}}))
    assert not slow.requests


async def test_a_caller_who_waits_hears_the_answer_itself(edge, slow, vapi):
    async with edge() as line:
        words = await say(line, vapi, ("a", "smell_tea", {"tea": "Assam"}))
        assert words == "The Assam is ready."
        await asyncio.sleep(1.5)
    assert vapi.commands == []


async def test_a_late_answer_is_promised_and_then_told(edge, slow, vapi):
    slow.may.clear()
    async with edge() as line:
        words = await say(line, vapi, ("a", "smell_tea", {"tea": "Assam"}))
        assert words == LATE
        slow.may.set()
        (command,) = await commands(vapi)
    assert "The Assam is ready." in command["message"]["content"]
    assert len(slow.requests) == 1


async def test_what_may_be_asked_again_is(edge, slow, vapi):
    slow.failures = 2
    async with edge() as line:
        await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        (command,) = await commands(vapi)
    assert "The Assam is ready." in command["message"]["content"]
    assert slow.failures == 0


async def test_what_may_not_leaves_a_dead_letter_and_words(edge, slow, vapi, tmp_path):
    slow.failures = 1
    async with edge() as line:
        await say(line, vapi, ("a", "pour_tea", {"tea": "Assam"}))
        (command,) = await commands(vapi)
    assert command["content"] == "The tea is spilt."
    assert len(slow.requests) == 1
    assert len(await stored(tmp_path, DEAD)) == 1


async def test_a_result_of_a_call_that_has_ended_is_parked(edge, slow, vapi, tmp_path):
    slow.may.clear()
    async with edge() as line:
        await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        await until(lambda: slow.requests)
        await line.say(line.phone.end_of_call_report())
        await asyncio.sleep(0.2)
        slow.may.set()
        await until(lambda: slow.effects)
        await asyncio.sleep(0.5)
    (entry,) = await stored(tmp_path, PARKED)
    assert decode(entry.data).words == "The Assam is ready."
    assert vapi.commands == []


async def test_a_call_that_vapi_says_has_ended_is_not_told(edge, vapi, tmp_path):
    vapi.status = 404
    async with edge() as line:
        await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        await commands(vapi)
        await asyncio.sleep(0.3)
    assert len(await stored(tmp_path, PARKED)) == 1


async def test_the_callers_next_call_is_told(edge, vapi, tmp_path):
    vapi.status = 404
    async with edge() as line:
        await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        await commands(vapi)
        await asyncio.sleep(0.3)
        vapi.status = 200
        for caller in ("+12025550143", "+12025550142"):
            body = PhoneCall(caller=caller).message(
                "status-update", status="in-progress"
            )
            await line.say(controlled(body, vapi))
        _, told = await commands(vapi, 2)
        assert "in an earlier call" in told["message"]["content"]
        await asyncio.sleep(0.3)
        assert len(vapi.commands) == 2
    assert await stored(tmp_path, PARKED) == []


async def test_the_next_call_is_told_only_what_is_meant_for_it(edge, vapi, tmp_path):
    vapi.status = 404
    async with edge() as line:
        await say(line, vapi, ("a", "pour_tea", {"tea": "Assam"}))
        await commands(vapi)
        await asyncio.sleep(0.3)
        vapi.status = 200
        body = PhoneCall().message("status-update", status="in-progress")
        await line.say(controlled(body, vapi))
        await asyncio.sleep(0.5)
    assert len(vapi.commands) == 1
    assert len(await stored(tmp_path, PARKED)) == 1


async def test_vapi_out_of_reach_is_tried_again(edge, vapi):
    vapi.status = 503
    async with edge() as line:
        await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        await commands(vapi)
        vapi.status = 200
        assert len(await commands(vapi, 2)) == 2


async def test_where_the_store_does_not_confirm_the_words_claim_nothing(
    edge, slow, vapi, tmp_path
):
    async with edge() as line:
        await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        await commands(vapi)
        pid = int((tmp_path / "store" / "nats.pid").read_text())
        os.kill(pid, signal.SIGSTOP)
        try:
            words = await say(line, vapi, ("b", "smell_tea", {"tea": "Oolong"}))
        finally:
            os.kill(pid, signal.SIGCONT)
        assert words == UNCERTAIN
        await commands(vapi, 2)
    assert [request.tea for request in slow.requests] == ["Assam", "Oolong"]


async def test_what_finds_no_room_in_the_store_is_not_promised(edge, slow, vapi):
    async with edge(max_bytes=1 << 20) as line:
        said = [
            await say(
                line, vapi, (str(number), "brew_tea", {"tea": str(number) * 300_000})
            )
            for number in range(5)
        ]
        promised = said.count("The kettle is on.")
        assert set(said[promised:]) == {UNCERTAIN}
        await until(lambda: len(slow.effects) == promised)
    assert 0 < promised < len(said)


async def test_without_a_store_it_is_a_tool_like_any_other(tmp_path, slow):
    async with lifted(settings(tmp_path, slow.target)) as line:
        result = await line.call("brew_tea", tea="Assam")
        assert result["result"] == "The Assam is ready."
        _, body = await line.readiness()
        assert "probe: brew_tea is waited for without a [store]" in body["problems"]


async def test_the_address_of_control_is_written_nowhere(edge, slow, vapi, tmp_path):
    slow.may.clear()
    async with edge() as line:
        await say(line, vapi, ("a", "brew_tea", {"tea": "Assam"}))
        slow.may.set()
        await commands(vapi)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"/control" in path.read_bytes() for path in files)
