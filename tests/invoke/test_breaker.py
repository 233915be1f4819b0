"""A dead service is left alone, and taken up again."""

import asyncio
import signal
import sys
import time

import pytest
from grpc_health.v1 import health_pb2

from edge.config.policies import Policies
from edge.config.settings import Discovery
from edge.errors import Code
from edge.policies.breaker import TRIAL_SECONDS, State
from edge.speech import SENTENCES
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings
from tests.probe import start

POLICIES = Policies(trip_after=3, probe_pause=0.05)


@pytest.fixture
async def line(probe, tmp_path):
    """A line to an edge that loses patience soon."""
    config = settings(tmp_path, probe.target, policies=POLICIES)
    async with lifted(config) as line:
        yield line


def lane_of(line):
    return line.discovery.toolbox["fail"].lane


async def until(line, state):
    """Wait until the breaker is in a state."""
    async with asyncio.timeout(5):
        while lane_of(line).breaker.state is not state:
            await line.readiness()


async def fail(line, times=3, code=14):
    for _ in range(times):
        await line.call("fail_with_fallback", PhoneCall(), code=code, message="x")


async def test_after_some_failures_in_a_row_the_service_is_not_asked(line, probe):
    await fail(line, 3)
    asked = len(probe.requests)
    result = await line.call("say_again", text="x")
    assert result["error"] == SENTENCES[Code.UNAVAILABLE]
    assert len(probe.requests) == asked


async def test_operators_see_which_service_is_left_alone(line):
    await fail(line, 3)
    _, body = await line.readiness()
    assert body["left_alone"] == ["probe"]


async def test_a_service_that_is_healthy_again_is_tried_and_taken_up(line):
    await fail(line, 3)
    await until(line, State.TRYING)
    assert (await line.call("say_again", text="x"))["result"] == "x"
    assert lane_of(line).breaker.state is State.CLOSED


async def test_a_service_that_is_seen_again_is_tried_at_once(probe, tmp_path):
    patient = Policies(trip_after=3, probe_pause=60)
    async with lifted(settings(tmp_path, probe.target, policies=patient)) as line:
        await probe.server.stop(None)
        await fail(line, 3)
        await line.until(lambda _, body: body["missing"])
        probe.server, _ = await start(probe, probe.target)
        await line.until(lambda _, body: not body["missing"])
        assert (await line.call("say_again", text="x"))["result"] == "x"


async def test_a_service_that_fails_its_trial_is_left_alone_again(line):
    await fail(line, 3)
    await until(line, State.TRYING)
    await fail(line, 1)
    assert lane_of(line).breaker.state is State.OPEN


async def test_one_call_at_a_time_is_the_trial(line, probe):
    await fail(line, 3)
    await until(line, State.TRYING)
    asked = len(probe.requests)
    results = await line.call_all(*[("sleep", {"seconds": 0.1})] * 5)
    assert [("result" in r) for r in results] == [True] + [False] * 4
    assert len(probe.requests) == asked + 1


async def test_a_trial_that_takes_long_keeps_nobody_else_from_trying(line):
    await fail(line, 3)
    await until(line, State.TRYING)
    lane_of(line).running += 1
    assert "error" in await line.call("say_again", text="x")
    lane_of(line).breaker._tried -= TRIAL_SECONDS
    assert (await line.call("say_again", text="x"))["result"] == "x"


async def test_a_service_that_is_not_healthy_is_not_tried(line, probe):
    await probe.health.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
    await fail(line, 3)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(until(line, State.TRYING), 0.5)
    await probe.health.set("", health_pb2.HealthCheckResponse.SERVING)
    await until(line, State.TRYING)


@pytest.mark.parametrize("code", [2, 3, 5, 8, 13])
async def test_a_service_that_answers_with_a_status_is_alive(line, code):
    await fail(line, 10, code)
    assert lane_of(line).breaker.state is State.CLOSED


async def test_every_second_attempt_failing_is_enough(line):
    for _ in range(6):
        await fail(line, 1)
        await line.call("say_again", text="x")
    assert lane_of(line).breaker.state is not State.CLOSED


async def test_a_dead_service_is_answered_at_once_and_back_when_it_is(line, probe):
    await probe.server.stop(None)
    await fail(line, 3)
    started = time.perf_counter()
    await fail(line, 10)
    assert time.perf_counter() - started < 0.5
    probe.server, _ = await start(probe, probe.target)
    async with asyncio.timeout(10):
        while "error" in await line.call("say_again", PhoneCall(caller=""), text="x"):
            pass


async def test_the_slow_questions_of_one_caller_shut_out_nobody(line):
    attacker = PhoneCall()
    for _ in range(6):
        await line.call("sleep_briefly", attacker, seconds=9)
    assert (await line.call("say_again", PhoneCall(), text="x"))["result"] == "x"


async def test_the_failures_of_one_caller_shut_out_nobody(line):
    attacker = PhoneCall()
    for n in range(9):
        await line.call("fail", attacker, code=14, message=f"{n}")
    assert (await line.call("say_again", PhoneCall(), text="x"))["result"] == "x"


async def test_a_service_that_is_dead_for_one_caller_is_dead(line, probe):
    await probe.server.stop(None)
    for n in range(3):
        await line.call("fail", code=14, message=f"{n}")
    await until(line, State.OPEN)


async def test_a_service_too_slow_for_several_callers_is_left_alone(line):
    for _ in range(3):
        await line.call("sleep_briefly", PhoneCall(), seconds=9)
    assert lane_of(line).breaker.state is not State.CLOSED


@pytest.fixture
async def freezer():
    """A service that is a process of its own: `freezer.target`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.probe", stdout=asyncio.subprocess.PIPE
    )
    process.target = (await process.stdout.readline()).decode().split()[-1]
    yield process
    process.send_signal(signal.SIGCONT)
    process.terminate()
    await process.communicate()


async def test_a_frozen_service_is_left_alone_after_one_late_answer(tmp_path, freezer):
    config = settings(
        tmp_path, freezer.target, policies=POLICIES, discovery=Discovery(refresh=60)
    )
    async with lifted(config) as line:
        freezer.send_signal(signal.SIGSTOP)
        await line.call("sleep_briefly", seconds=0)
        await until(line, State.OPEN)
        started = time.perf_counter()
        await line.call("say_again", text="x")
        assert time.perf_counter() - started < 0.5
        freezer.send_signal(signal.SIGCONT)
        await until(line, State.TRYING)
        assert (await line.call("say_again", text="x"))["result"] == "x"


async def test_the_settings_are_followed_while_the_edge_runs(line, probe, tmp_path):
    patient = settings(tmp_path, probe.target, policies=Policies(trip_after=9))
    line.app.adopt(patient)
    await fail(line, 5)
    assert lane_of(line).breaker.state is State.CLOSED


async def test_a_channel_that_is_closed_in_mid_call_is_answered_in_words(line, probe):
    (service,) = line.discovery.services
    late = asyncio.create_task(line.call("sleep_briefly", seconds=30))
    await probe.asked.wait()
    await service._channels.now.close()
    assert (await late)["error"] == SENTENCES[Code.UNAVAILABLE]
