"""With too much to do, what matters least is left undone, and said so."""

import asyncio
import time

import pytest
from structlog.testing import capture_logs

from edge.config.overload import Overload
from edge.config.settings import Server
from edge.policies.load import TICK_SECONDS, TICKS, Level, Load
from tests.conftest import lifted, settings

IN_FLIGHT = 8


@pytest.fixture
async def line(probe, tmp_path):
    """A line to an edge that has soon too much to do."""
    config = settings(
        tmp_path,
        probe.target,
        server=Server(budget=30),
        overload=Overload(in_flight=IN_FLIGHT, lag=300),
    )
    async with lifted(config) as line:
        yield line


class Wanted:
    """An intake that wants every event."""

    def __init__(self):
        self.taken = []

    def wants(self, message):
        return True

    async def take(self, message, deadline):
        self.taken.append(message.type)


@pytest.fixture
def busy(line):
    """Makes so many webhooks be under way."""

    def busy(webhooks):
        line.app.load.under_way = webhooks

    return busy


async def event(line):
    response = await line.post(line.phone.message("conversation-update"))
    return response.status


@pytest.mark.parametrize(
    ("under_way", "level"),
    [(0, 0), (3, 0), (4, 1), (5, 1), (6, 2), (7, 2), (8, 3), (99, 3)],
)
def test_the_levels_are_reached_one_after_the_other(under_way, level):
    load = Load(Overload(in_flight=IN_FLIGHT))
    load.under_way = under_way
    assert load.level == level


def test_a_loop_that_is_late_every_time_has_too_much_to_do():
    load = Load(Overload(lag=0.5))
    levels = []
    for lag in (*[0.4] * (TICKS - 1), 9.0, 9.0, 0.1):
        load.measure(lag)
        levels.append(load.level)
    assert levels == [Level.CALM] * (TICKS - 1) + [Level.EVENTS] * 2 + [Level.CALM]


async def test_a_loop_that_was_late_once_has_not():
    load = Load(Overload(lag=0.01))
    async with load.watched():
        await asyncio.sleep(0)
        time.sleep(0.3)  # noqa: ASYNC251  what is tested
        await asyncio.sleep(0.15)
        assert max(load._lags) > 0.1
        assert load.level is Level.CALM


async def test_an_event_nobody_wants_is_taken_without_ado(line, busy):
    busy(IN_FLIGHT)
    assert await event(line) == 200
    assert line.app.load.shed == {"unwanted": 1}


async def test_an_event_somebody_wants_is_to_be_sent_again(line, busy):
    line.app.state.events = wanted = Wanted()
    busy(IN_FLIGHT)
    assert await event(line) == 503
    busy(0)
    assert await event(line) == 200
    assert wanted.taken == ["conversation-update"]


async def test_events_go_before_tool_calls(line, busy):
    line.app.state.events = Wanted()
    busy(IN_FLIGHT * 3 // 4)
    assert await event(line) == 503
    assert (await line.call("say_again", text="x"))["result"] == "x"


async def test_a_tool_call_is_answered_in_words_and_not_made(line, probe, busy):
    busy(IN_FLIGHT)
    result = await line.call("say_again", text="x")
    assert result["error"].startswith("I have a great deal to do")
    assert not probe.requests


async def test_it_recovers_by_itself(line, probe):
    slow = [
        asyncio.create_task(line.call("sleep", seconds=60 + n))
        for n in range(IN_FLIGHT - 1)
    ]
    while line.app.load.under_way < IN_FLIGHT - 1:
        await line.readiness()
    assert "error" in await line.call("say_again", text="x")
    probe.alarm.set()
    assert all("result" in answer for answer in await asyncio.gather(*slow))
    assert (await line.call("say_again", text="y"))["result"] == "y"
    assert line.app.load.under_way == 0


async def test_a_call_may_begin_at_any_time(line, busy):
    busy(99 * IN_FLIGHT)
    assert "error" in await line.say(line.phone.assistant_request())


async def test_what_was_shed_is_counted_where_operators_look(line, busy):
    busy(IN_FLIGHT)
    await line.call("say_again", text="x")
    busy(0)
    _, body = await line.readiness()
    assert body["shed"] == {"tool_calls": 1}


async def test_what_was_shed_is_logged_as_it_happens():
    load = Load(Overload(in_flight=IN_FLIGHT))
    with capture_logs() as entries:
        async with load.watched():
            load.under_way = IN_FLIGHT
            for level in (Level.UNWANTED, Level.TOOL_CALLS, Level.TOOL_CALLS):
                assert load.sheds(level)
            await asyncio.sleep(2.5 * TICK_SECONDS)
    (entry,) = entries
    assert (entry["event"], entry["under_way"]) == ("shed", IN_FLIGHT)
    assert (entry["unwanted"], entry["tool_calls"]) == (1, 2)


async def test_whoever_is_not_verified_takes_no_place(line):
    for _ in range(2 * IN_FLIGHT):
        await line.post(b"{}", headers={})
    assert (await line.call("say_again", text="x"))["result"] == "x"
