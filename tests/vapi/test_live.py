"""Calls are remembered from their first tool call to their end, and no longer."""

import pytest
from msgspec.structs import replace

from edge.errors import Code, ControlFailed
from edge.vapi.commands import EndCall
from edge.vapi.live import LONGEST_ID, MOST_CALLS, LiveCalls

END = EndCall()


@pytest.fixture
async def live(vapi):
    calls = LiveCalls(vapi.settings)
    yield calls
    await calls.aclose()


async def code(calls, *arguments, **named):
    with pytest.raises(ControlFailed) as caught:
        await calls.send(*arguments, **named)
    return caught.value.code


async def test_a_call_that_was_noted_obeys(vapi, live):
    live.note("call-1", vapi.url, ["weather"])
    await live.send("call-1", END)
    await live.send("call-1", END, service="weather")
    assert vapi.commands == [{"type": "end-call"}] * 2


async def test_a_service_of_which_no_tool_was_used_learns_nothing(vapi, live):
    live.note("call-1", vapi.url, ["weather"])
    assert await code(live, "call-1", END, service="email") is Code.NOT_FOUND
    assert await code(live, "call-2", END, service="email") is Code.NOT_FOUND
    assert vapi.commands == []


async def test_services_add_up(vapi, live):
    live.note("call-1", vapi.url, ["weather"])
    live.note("call-1", "", ["email"])
    await live.send("call-1", END, service="weather")
    await live.send("call-1", END, service="email")


async def test_a_call_that_has_ended_obeys_nobody(vapi, live):
    live.note("call-1", vapi.url, ["weather"])
    live.end("call-1")
    live.note("call-1", vapi.url, ["weather"])  # a tool call that comes late
    assert await code(live, "call-1", END) is Code.FAILED_PRECONDITION
    assert vapi.commands == []


async def test_a_call_that_vapi_knows_no_more_has_ended(vapi, live):
    vapi.status = 404
    live.note("call-1", vapi.url, ["weather"])
    for _ in range(2):
        assert await code(live, "call-1", END) is Code.FAILED_PRECONDITION
    assert len(vapi.commands) == 1


@pytest.mark.parametrize("url", ["", "https://example.com/c", "http://localhost/c"])
async def test_a_call_without_a_permitted_address_cannot_be_controlled(live, url):
    live.note("call-1", url, ["weather"])
    assert await code(live, "call-1", END) is Code.FAILED_PRECONDITION


async def test_an_idle_call_is_forgotten(vapi):
    now = [0.0]
    calls = LiveCalls(replace(vapi.settings, idle=10.0), lambda: now[0])
    calls.note("call-1", vapi.url, ["weather"])
    now[0] = 10.5
    assert await code(calls, "call-1", END) is Code.NOT_FOUND
    assert len(calls) == 0


async def test_only_so_many_calls_are_remembered(vapi):
    calls = LiveCalls(vapi.settings)
    for number in range(MOST_CALLS + 10):
        calls.note("the busiest", vapi.url, ["weather"])
        calls.note(f"call-{number}", vapi.url, ["weather"])
    assert len(calls) == MOST_CALLS
    assert await code(calls, "call-0", END) is Code.NOT_FOUND
    calls.end("the busiest")
    assert await code(calls, "the busiest", END) is Code.FAILED_PRECONDITION


@pytest.mark.parametrize("call_id", ["", "x" * (LONGEST_ID + 1)])
async def test_an_id_that_is_none_is_not_remembered(vapi, live, call_id):
    live.note(call_id, vapi.url, ["weather"])
    assert len(live) == 0


async def test_an_address_is_shown_nowhere(vapi, live):
    live.note("call-1", vapi.url, ["weather"])
    assert vapi.url not in repr(live._calls)
