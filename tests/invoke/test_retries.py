"""What is asked again, when, and how often at most."""

import time

import pytest

from edge.config.policies import Policies
from tests.conftest import lifted, settings


async def test_a_service_is_not_asked_again_before_the_pause_it_asks_for(line, probe):
    started = time.perf_counter()
    result = await line.call("fail", code=8, message="busy", times=1, retry_seconds=0.4)
    assert result["result"] == "Here I am again."
    assert time.perf_counter() - started > 0.4
    assert probe.failures["busy"] == 2


async def test_a_pause_that_outlasts_the_budget_is_not_waited_for(line, probe):
    started = time.perf_counter()
    await line.call("fail", code=14, message="later", times=1, retry_seconds=5)
    assert time.perf_counter() - started < 0.5
    assert probe.failures["later"] == 1


@pytest.mark.parametrize("code", [2, 4, 8, 10, 13])
async def test_other_failures_are_told_at_once(line, probe, code):
    await line.call("fail", code=code, message="once")
    assert probe.failures["once"] == 1


async def test_a_call_with_effects_is_not_repeated_even_if_the_service_asks(
    line, probe
):
    await line.call(
        "fail_with_fallback", code=14, message="paid", times=1, retry_seconds=0.01
    )
    assert probe.failures["paid"] == 1


async def test_details_that_are_garbage_ask_for_no_pause(line, probe):
    await line.call("fail", code=8, message="garbled", retry_seconds=0.1, garbage=True)
    assert probe.failures["garbled"] == 1


async def test_repeats_end_with_the_retry_budget_of_the_service(probe, tmp_path):
    policies = Policies(retry_share=0.1, trip_after=20)
    async with lifted(settings(tmp_path, probe.target, policies=policies)) as line:
        for n in range(20):
            await line.call("fail", code=14, message=f"{n}", times=1)
    assert sum(probe.failures.values()) in {20 + 10, 20 + 11}


async def test_no_attempt_is_repeated_where_the_share_is_nothing(probe, tmp_path):
    policies = Policies(retry_share=0)
    async with lifted(settings(tmp_path, probe.target, policies=policies)) as line:
        await line.call("fail", code=14, message="never", times=1)
    assert probe.failures["never"] == 1
