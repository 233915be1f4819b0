"""A late attempt gets company, within bounds."""

import asyncio
import math
import time

import pytest

from edge.config.policies import Policies
from edge.invoke.hedging import Race
from edge.invoke.requests import NO_METADATA, Request
from edge.policies.pace import Pace
from edge.tools.channel import abandon
from edge.tools.tool import Effects
from tests.conftest import lifted, settings

WARM = 32


async def warm(line, probe, calls=WARM):
    """Have the edge learn how quick the tool is."""
    for _ in range(calls):
        await line.call("sleep", seconds=0)
    probe.sleepers = 0
    probe.requests.clear()


async def test_a_second_attempt_answers_where_the_first_is_late(line, probe):
    await warm(line, probe)
    started = time.perf_counter()
    result = await line.call("sleep", seconds=30, times=1)
    assert result["result"] == "I am quick."
    assert time.perf_counter() - started < 0.5


async def test_the_attempt_that_lost_is_cancelled_in_its_service(line, probe):
    await warm(line, probe)
    await line.call("sleep", seconds=30, times=1)
    await asyncio.wait_for(probe.cancelled.wait(), 5)


async def test_the_first_attempt_may_still_win(line, probe):
    await warm(line, probe)
    result = await line.call("sleep", seconds=0.1)
    assert result["result"] == "I am awake."
    assert len(probe.requests) == 2


async def test_both_may_be_too_late(line, probe):
    await warm(line, probe)
    assert "error" in await line.call("sleep", seconds=30)
    assert len(probe.requests) == 2
    assert line.discovery.toolbox["sleep"].lane.running == 0


async def test_second_attempts_are_a_small_share_of_the_calls(line, probe):
    await warm(line, probe)
    for _ in range(68):
        await line.call("sleep", seconds=0.03)
    assert 1 <= len(probe.requests) - 68 <= 7


async def test_a_tool_whose_pace_is_unknown_gets_none(line, probe):
    await warm(line, probe, WARM - 1)
    await line.call("sleep", seconds=0.1)
    assert len(probe.requests) == 1


async def test_only_a_tool_without_effects_gets_one(line):
    paced = {tool.name for tool in line.discovery.toolbox if tool.pace}
    harmless = {t.name for t in line.discovery.toolbox if t.effects is Effects.NONE}
    assert paced == harmless
    assert "sleep_briefly" not in paced


@pytest.mark.parametrize(
    "policies",
    [Policies(hedge_quantile=1), Policies(hedge_share=0), Policies(concurrent=1)],
)
async def test_there_is_none_without_leave_or_without_room(probe, tmp_path, policies):
    async with lifted(settings(tmp_path, probe.target, policies=policies)) as line:
        await warm(line, probe)
        await line.call("sleep", seconds=0.1)
    assert len(probe.requests) == 1


async def test_a_second_attempt_that_fails_leaves_it_to_the_first(line, probe):
    await warm(line, probe)
    probe.stumble = 2
    assert (await line.call("sleep", seconds=0.2))["result"] == "I am awake."
    assert len(probe.requests) == 2


async def test_a_first_attempt_that_fails_leaves_it_to_the_second(line, probe):
    await warm(line, probe)
    probe.stumble = 1
    assert (await line.call("sleep", seconds=0.2))["result"] == "I am awake."
    assert len(probe.requests) == 2


def test_an_attempt_is_late_after_most_of_the_recent_ones():
    pace = Pace(Policies(hedge_quantile=0.93))
    assert pace.late == math.inf
    for n in range(128):
        pace.note(0.5 if n % 20 == 0 else 0.0305)
    assert pace.late == pytest.approx(0.031)


def test_no_attempt_is_late_within_what_nobody_hears():
    pace = Pace(Policies())
    for _ in range(128):
        pace.note(0.001)
    assert pace.late == pytest.approx(0.02)


def test_the_pace_follows_a_service_that_becomes_slower():
    pace = Pace(Policies())
    for seconds in (0.001, 0.1):
        for _ in range(128):
            pace.note(seconds)
    assert pace.late == pytest.approx(0.101, abs=0.001)


async def test_a_second_attempt_cancelled_before_it_began_takes_no_room(line, probe):
    tool = line.discovery.toolbox["sleep"]
    await warm(line, probe)
    race = Race(tool, Request(b"", NO_METADATA, time.monotonic() + 5, ""), None)
    race._hedge(tool.pace)
    assert tool.lane.running == 1
    abandon(race._second)
    await asyncio.gather(race._chasing, return_exceptions=True)
    assert tool.lane.running == 0


async def test_a_second_attempt_over_a_closed_channel_takes_no_room(line, probe):
    tool = line.discovery.toolbox["sleep"]
    await warm(line, probe)
    await line.discovery.services[0]._channels.now.close()
    race = Race(tool, Request(b"", NO_METADATA, time.monotonic() + 5, ""), None)
    race._hedge(tool.pace)
    assert tool.lane.running == 0
