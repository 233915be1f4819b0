"""From webhook to words, through a real service."""

import asyncio
import json
import time
from dataclasses import replace

import msgspec
import pytest

from edge.errors import Code
from edge.speech import SENTENCES
from edge.tools.releases import Release
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings


async def test_a_tool_answers_in_its_own_words(line):
    assert await line.call("say_again", text="Hello.") == {
        "toolCallId": "call_0",
        "name": "say_again",
        "result": "Hello.",
    }


async def test_one_entry_per_id_in_order_however_long_each_takes(line):
    results = await line.call_all(
        ("sleep", {"seconds": 0.2}), ("say_again", {"text": "a"}), ("nod-silently", {})
    )
    assert [r["toolCallId"] for r in results] == ["call_0", "call_1", "call_2"]
    assert [r["result"] for r in results] == ["I am awake.", "a", "Done."]


async def test_calls_of_one_body_run_side_by_side(line):
    started = time.perf_counter()
    await line.call_all(*[("sleep", {"seconds": 0.3})] * 8)
    assert time.perf_counter() - started < 0.9


async def test_a_late_tool_costs_only_its_own_answer(line):
    started = time.perf_counter()
    late, other = await line.call_all(
        ("sleep", {"seconds": 30}), ("say_again", {"text": "a"})
    )
    assert time.perf_counter() - started < 1.1
    assert late["error"] == SENTENCES[Code.DEADLINE_EXCEEDED]
    assert other["result"] == "a"


async def test_a_late_tool_is_cancelled_in_its_service(line, probe):
    await line.call("sleep", seconds=30)
    await asyncio.wait_for(probe.cancelled.wait(), 5)


async def test_a_tool_keeps_to_its_own_deadline(line):
    started = time.perf_counter()
    result = await line.call("sleep_briefly", seconds=30)
    assert time.perf_counter() - started < 0.6
    assert result["error"] == SENTENCES[Code.DEADLINE_EXCEEDED]


@pytest.mark.parametrize("shape", ["toolCalls", "toolWithToolCallList", "functionCall"])
async def test_a_call_is_found_wherever_it_lies(line, shape):
    item = {"id": "a", "function": {"name": "say_again", "arguments": {"text": "x"}}}
    fields = {
        "toolCalls": {"toolCalls": [item]},
        "toolWithToolCallList": {"toolWithToolCallList": [{"toolCall": item}]},
        "functionCall": {"functionCall": item},
    }
    answer = await line.say(line.phone.message("tool-calls", **fields[shape]))
    assert answer["results"][0]["result"] == "x"


async def test_a_call_sent_twice_in_one_body_runs_once(line, probe):
    body = line.phone.tool_calls([("same", "say_again", {"text": "x"})] * 2)
    assert len((await line.say(body))["results"]) == 1
    assert len(probe.requests) == 1


async def test_the_legacy_form_is_answered_in_its_own_form(line):
    call = {"name": "say_again", "parameters": {"text": "x"}}
    body = line.phone.message("function-call", functionCall=call)
    assert await line.say(body) == {"result": "x"}


async def test_the_legacy_form_without_a_call_is_answered_with_nothing(line):
    assert await line.say(line.phone.message("function-call")) == {}


@pytest.mark.parametrize(
    "arguments",
    ['{"text": "x"}', '{\n  "text": "x"\n}', '"{\\"text\\": \\"x\\"}"'],
)
async def test_arguments_may_be_json_in_a_string(line, arguments):
    item = {"id": "a", "name": "say_again", "arguments": arguments}
    answer = await line.say(line.phone.message("tool-calls", toolCallList=[item]))
    assert answer["results"][0]["result"] == "x"


@pytest.mark.parametrize("arguments", [None, "", " ", "{}", "null", {}])
async def test_arguments_may_be_absent_in_many_ways(line, arguments):
    item = {"id": "a", "name": "nod-silently", "arguments": arguments}
    answer = await line.say(line.phone.message("tool-calls", toolCallList=[item]))
    assert answer["results"][0]["result"] == "Done."


@pytest.mark.parametrize("arguments", ["{bad", "[1]", [1], 7, True])
async def test_broken_arguments_are_answered_in_words(line, arguments):
    item = {"id": "a", "name": "say_again", "arguments": arguments}
    answer = await line.say(line.phone.message("tool-calls", toolCallList=[item]))
    assert "one JSON object" in answer["results"][0]["result"]


async def test_arguments_no_number_can_hold_cost_only_their_own_call(line):
    body = line.phone.tool_calls(
        [("a", "say_again", {"text": "MARK"}), ("b", "nod-silently", {})]
    ).replace(b'"MARK"', b"1e999")
    first, second = (await line.say(body))["results"]
    assert "one JSON object" in first["result"]
    assert second["result"] == "Done."


async def test_a_missing_argument_is_named(line, probe):
    result = await line.call("say_again")
    assert "text" in result["result"]
    assert not probe.requests


async def test_a_wrong_argument_is_named_with_what_was_given(line):
    result = await line.call("say_again", text="x", times="often")
    assert "times" in result["result"]
    assert "often" in result["result"]


async def test_an_unknown_tool_is_answered_with_the_nearest(line):
    result = await line.call("say_agian", text="x")
    assert "say_again" in result["result"]


async def test_a_hidden_and_a_streaming_rpc_are_no_tools(line):
    for name in ("secret", "watch"):
        assert "no tool named" in (await line.call(name))["result"]


async def test_the_caller_is_filled_in_and_cannot_be_forged(line):
    phone = PhoneCall(caller="+12025550142", called="+12025550100")
    result = await line.call("who_calls", phone, caller_number="+12025550199")
    filled = json.loads(result["result"])["filled"]
    assert filled["caller_number"] == "+12025550142"
    assert filled["called_number"] == "+12025550100"
    assert filled["call_id"] == phone.id


async def test_the_idempotency_key_travels_in_field_and_metadata(line):
    result = await line.call("who_calls")
    answer = json.loads(result["result"])
    assert answer["metadata_key"] == answer["filled"]["idempotency_key"]
    assert answer["metadata_key"] == f"{line.phone.id}/call_0"


@pytest.mark.parametrize(
    "caller", ["", "anonymous", "+266696687", "Restricted", "5550142", "+1555x"]
)
async def test_a_web_call_or_withheld_number_leaves_the_caller_empty(line, caller):
    phone = PhoneCall(caller=caller)
    answer = json.loads((await line.call("who_calls", phone))["result"])
    assert "caller_number" not in answer["filled"]


async def test_a_web_client_cannot_name_itself_a_caller(line):
    phone = PhoneCall(caller="")
    body = msgspec.json.decode(phone.tool_calls([("a", "who_calls", {})]))
    body["message"]["customer"] = {"number": "+12025550142"}
    body["message"]["call"]["customer"] = {"number": "+12025550142"}
    (result,) = (await line.say(msgspec.json.encode(body)))["results"]
    assert "caller_number" not in json.loads(result["result"])["filled"]


async def test_a_call_variable_is_filled_in(line):
    body = msgspec.json.decode(line.phone.tool_calls([("a", "who_calls", {})]))
    body["message"]["call"]["assistantOverrides"] = {
        "variableValues": {"customerPlan": "gold"}
    }
    (result,) = (await line.say(msgspec.json.encode(body)))["results"]
    assert json.loads(result["result"])["filled"]["plan"] == "gold"


async def test_the_time_is_filled_in(line):
    answer = json.loads((await line.call("who_calls"))["result"])
    assert answer["filled"]["now"][:10] == answer["filled"]["now_text"][:10]


async def test_the_services_deadline_lies_within_the_budget(line):
    answer = json.loads((await line.call("who_calls"))["result"])
    assert 0.5 < answer["seconds_left"] < 1.0


async def test_redacted_fields_reach_no_model(line):
    answer = json.loads((await line.call("tell_all", text="x"))["result"])
    assert answer == {"speech": "x", "text": "x"}


async def test_a_result_is_one_line(line):
    result = await line.call("say_again", text="one\r\ntwo\n\n\tthree\u2028four")
    assert result["result"] == "one two three four"


async def test_a_result_is_bounded(line):
    result = await line.call("say_again", text="x" * 100_000)
    assert len(result["result"]) == 8000


async def test_a_harmless_call_is_tried_again_when_the_service_fails(line, probe):
    result = await line.call("fail", code=14, message="once", times=1)
    assert result["result"] == "Here I am again."
    assert probe.failures["once"] == 2


async def test_a_call_with_effects_is_tried_once(line, probe):
    await line.call("fail_with_fallback", code=14, message="effects", times=1)
    assert probe.failures["effects"] == 1


async def test_garbage_from_a_service_is_a_failure_in_words(line):
    assert (await line.call("garble"))["error"] == SENTENCES[Code.INTERNAL]


async def test_a_dead_service_is_answered_in_words_at_once(line, probe):
    await probe.server.stop(None)
    started = time.perf_counter()
    result = await line.call("fail_with_fallback", code=5)
    assert result["error"] == "The probe is out of order."
    assert time.perf_counter() - started < 1.1


async def test_a_tool_nobody_has_shown_yet_is_unreachable_not_unknown(tmp_path):
    async with lifted(settings(tmp_path, "127.0.0.1:1")) as line:
        result = await line.call("get_weather")
        assert result["error"] == SENTENCES[Code.UNAVAILABLE]


def offer(toolbox, tool):
    """Put one more tool into the toolbox."""
    releases = [Release(each, 1, lambda: True) for each in (*toolbox, tool)]
    toolbox.replace([releases], complete=True)


async def test_a_mistake_of_the_edges_own_costs_only_one_answer(line):
    toolbox = line.discovery.toolbox
    broken = replace(toolbox["sleep"], name="broken", request_of=lambda _: 1 / 0)
    offer(toolbox, broken)
    first, second = await line.call_all(("broken", {}), ("say_again", {"text": "x"}))
    assert first["error"] == SENTENCES[Code.INTERNAL]
    assert second["result"] == "x"


async def test_no_second_attempt_is_made_without_time_for_it(line, probe):
    toolbox = line.discovery.toolbox
    hasty = replace(toolbox["fail"], name="hasty", deadline=0.02)
    offer(toolbox, hasty)
    result = await line.call("hasty", code=14, message="hasty", times=1)
    assert "error" in result
    assert probe.failures["hasty"] == 1


async def test_a_call_that_comes_too_late_is_not_begun(line, probe):
    toolbox = line.discovery.toolbox
    late = replace(toolbox["sleep"], name="late", deadline=0)
    offer(toolbox, late)
    result = await line.call("late", seconds=0)
    assert result["error"] == SENTENCES[Code.DEADLINE_EXCEEDED]
    assert not probe.requests
