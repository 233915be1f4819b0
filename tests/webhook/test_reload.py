"""Settings that change while webhooks wait for their turn."""

import asyncio

import pytest
from msgspec.structs import replace

from edge.config.policies import Policies
from edge.config.settings import Assistant, Server
from edge.speech.sentences import UNREACHABLE
from tests.conftest import lifted, settings

BUSY = ("busy", "sleep", {"seconds": 0.4})


SAY = [("a", "say_again", {"text": "x"})]


@pytest.fixture
def config(probe, tmp_path):
    """Settings by which a service has one call at once."""
    return settings(
        tmp_path,
        probe.target,
        assistants=(Assistant(id="a-1", context={"who": "who_calls"}),),
        policies=Policies(concurrent=1),
        server=Server(budget=3),
    )


async def without_service(line, config, probe, body):
    """Post a body that waits behind another, and have its service taken away."""
    first = asyncio.create_task(line.post(line.phone.tool_calls([BUSY])))
    await asyncio.wait_for(probe.asked.wait(), 5)
    second = asyncio.create_task(line.post(body))
    while not line.discovery.services[0].lane.waiting:  # noqa: ASYNC110  it tells nobody
        await asyncio.sleep(0.01)
    line.app.adopt(replace(config, services=()))
    await first
    return await second


async def test_a_tool_call_that_waits_is_made_though_its_service_goes(config, probe):
    async with lifted(config) as line:
        body = line.phone.tool_calls(SAY)
        response = await without_service(line, config, probe, body)
        (result,) = (await response.json())["results"]
        assert result["result"] == "x"


async def test_who_calls_is_learned_though_the_service_goes(config, probe):
    async with lifted(config) as line:
        body = line.phone.assistant_request()
        response = await without_service(line, config, probe, body)
        answer = await response.json()
        assert "who" in answer["assistantOverrides"]["variableValues"]


async def test_a_channel_that_was_closed_is_one_out_of_reach(config):
    async with lifted(config) as line:
        await line.discovery.close()
        (result,) = await line.call_all(("say_again", {"text": "x"}))
        assert result["error"] == UNREACHABLE
        answer = await line.say(line.phone.assistant_request())
        assert answer == {"assistantId": "a-1"}
