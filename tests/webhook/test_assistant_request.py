"""What answers when the phone rings."""

import asyncio
import time

import pytest

from edge.config.settings import Assistant, Server
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings

FILE = """---
name: Atlas
firstMessage: 'Hello {{ who.filled.caller_number | default: "there" }}!'
model:
  provider: openai
  model: gpt-4.1
  toolIds: [say-again, 0d3a1f7e-6a86-4f0e-9d53-0f2f6f6a7a11, no_such_tool]
  tools:
    - type: endCall
---
It is {{now}}. You talk to {{ who.filled.caller_number }} on {{customer.number}}.
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "atlas.md"
    path.write_text(FILE)
    return str(path)


async def ask(config, call=None):
    async with lifted(config) as line:
        return await line.say((call or line.phone).assistant_request())


async def test_the_assistant_knows_who_calls_before_it_answers(probe, tmp_path, file):
    entry = Assistant(file=file, context={"who": "who_calls"})
    answer = await ask(settings(tmp_path, probe.target, assistants=(entry,)))
    assistant = answer["assistant"]
    assert assistant["firstMessage"] == "Hello +12025550142!"
    assert assistant["model"]["messages"][0]["content"] == (
        "It is {{now}}. You talk to +12025550142 on {{customer.number}}."
    )
    variables = answer["assistantOverrides"]["variableValues"]
    assert variables["who"]["filled"]["caller_number"] == "+12025550142"
    assert variables["who.filled.caller_number"] == "+12025550142"


async def test_the_files_tools_are_those_of_the_toolbox(probe, tmp_path, file):
    entry = Assistant(file=file)
    answer = await ask(settings(tmp_path, probe.target, assistants=(entry,)))
    model = answer["assistant"]["model"]
    assert model["toolIds"] == ["0d3a1f7e-6a86-4f0e-9d53-0f2f6f6a7a11"]
    end_call, say_again = model["tools"]
    assert end_call == {"type": "endCall"}
    assert say_again["function"]["name"] == "say_again"


async def test_an_unknown_caller_gets_an_assistant_all_the_same(probe, tmp_path, file):
    entry = Assistant(file=file, context={"who": "who_calls"})
    config = settings(tmp_path, probe.target, assistants=(entry,))
    answer = await ask(config, PhoneCall(caller=""))
    assert answer["assistant"]["firstMessage"] == "Hello there!"


@pytest.mark.parametrize(("tool", "budget"), [("fail", 1.0), ("sleep", 0.5)])
async def test_a_dead_or_slow_service_holds_up_nobody(
    probe, tmp_path, file, tool, budget
):
    entry = Assistant(file=file, context={"who": tool})
    config = settings(
        tmp_path, probe.target, assistants=(entry,), server=Server(budget=budget)
    )
    await probe.server.stop(None)
    started = time.perf_counter()
    answer = await ask(config)
    assert answer["assistant"]["firstMessage"] == "Hello there!"
    assert time.perf_counter() - started < 3


async def test_the_context_takes_a_second_and_a_half_at_most(probe, tmp_path, file):
    entry = Assistant(file=file, context={"a": "sleep_always", "b": "who_calls"})
    config = settings(
        tmp_path, probe.target, assistants=(entry,), server=Server(budget=5)
    )
    async with lifted(config) as line:
        started = asyncio.get_running_loop().time()
        answer = await line.say(line.phone.assistant_request())
        took = asyncio.get_running_loop().time() - started
    assert 1.3 < took < 1.9
    assert "b" in answer["assistantOverrides"]["variableValues"]


async def test_an_assistant_kept_by_vapi_is_named_with_its_variables(probe, tmp_path):
    entry = Assistant(id="assistant-1", context={"who": "who_calls"})
    answer = await ask(settings(tmp_path, probe.target, assistants=(entry,)))
    assert answer["assistantId"] == "assistant-1"
    variables = answer["assistantOverrides"]["variableValues"]
    assert variables["who.filled.caller_number"] == "+12025550142"
    assert "assistant" not in answer


@pytest.mark.parametrize(
    ("called", "expected"), [("+12025550100", "one"), ("+12025550111", "other")]
)
async def test_the_called_number_chooses_the_assistant(
    probe, tmp_path, called, expected
):
    entries = (
        Assistant(id="other"),
        Assistant(id="one", phone_numbers=("+12025550100",)),
    )
    config = settings(tmp_path, probe.target, assistants=entries)
    answer = await ask(config, PhoneCall(called=called))
    assert answer == {"assistantId": expected}


async def test_without_an_assistant_the_caller_hears_so(probe, tmp_path):
    answer = await ask(settings(tmp_path, probe.target))
    assert answer == {"error": "Sorry, this number is not in service."}


async def test_vapi_is_told_where_the_call_reports_to(probe, tmp_path, file):
    config = settings(
        tmp_path,
        probe.target,
        assistants=(Assistant(file=file),),
        server=Server(public_url="https://edge.example"),
    )
    server = (await ask(config))["assistant"]["server"]
    assert server["url"] == "https://edge.example/vapi/webhook"
    assert server["backoffPlan"]["maxRetries"] == 3
