"""Good answers are given again, to whom they belong and for as long as they hold."""

import asyncio
from dataclasses import replace

import grpc
import pytest

from edge.config.policies import Policies
from edge.context import Context
from edge.errors import Code
from edge.invoke import invoke
from edge.speech import SENTENCES
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings

FRESH_SECONDS = 0.3


@pytest.fixture
async def line(line):
    """Vapi's end of a line, to whom no caller shows a number."""
    line.phone = PhoneCall(caller="")
    return line


async def count(line, phone=None, **arguments):
    """Have something counted; return what is said."""
    result = await line.call("count", phone, **arguments)
    return result.get("result") or result["error"]


def aged(line, seconds):
    """Have every remembered answer be older."""
    answers = line.discovery.toolbox["count"].lane.shelf.answers
    for key, answer in list(answers.items()):
        answers[key] = answer._replace(moment=answer.moment - seconds)


async def test_the_same_question_is_asked_once(line, probe):
    assert await count(line, name="cups") == "cups 1"
    assert await count(line, name="cups") == "cups 1"
    assert probe.counts["cups"] == 1


async def test_another_question_has_another_answer(line):
    assert await count(line, name="cups") == "cups 1"
    assert await count(line, name="pots") == "pots 1"


async def test_an_answer_that_is_no_more_fresh_is_asked_for_again(line):
    await count(line, name="cups")
    aged(line, FRESH_SECONDS)
    assert await count(line, name="cups") == "cups 2"


async def test_one_callers_answer_never_reaches_another(line):
    callers = [PhoneCall(caller=f"+1202555014{n}") for n in (1, 2)]
    said = [await count(line, phone, name="cups") for phone in callers]
    assert said == ["cups 1 +12025550141", "cups 2 +12025550142"]


async def test_callers_at_the_same_moment_share_only_their_own(line):
    callers = [PhoneCall(caller=f"+1202555014{n}") for n in (1, 2, 1)]
    said = await asyncio.gather(
        *(count(line, phone, name="cups", seconds=0.1) for phone in callers)
    )
    assert said[0] == said[2]
    assert [words.split()[-1] for words in said] == [p.caller for p in callers]


async def test_the_service_cannot_tell_the_calls_apart_by_metadata(line, probe):
    tool = line.discovery.toolbox["count"]
    await count(line, name="cups")
    (answer,) = tool.lane.shelf.answers.values()
    assert tool.fields_of(answer.response).get("text", "") == ""


async def test_the_order_of_a_map_makes_no_other_question(line, probe):
    await count(line, name="cups", marks={"a": "1", "b": "2"})
    await count(line, name="cups", marks={"b": "2", "a": "1"})
    assert probe.counts["cups"] == 1


async def test_identical_calls_at_once_are_one(line, probe):
    said = await line.call_all(*[("count", {"name": "cups", "seconds": 0.1})] * 8)
    assert {each["result"] for each in said} == {"cups 1"}
    assert probe.counts["cups"] == 1


async def test_identical_calls_fail_as_one(line, probe):
    probe.broken = grpc.StatusCode.INTERNAL
    said = await line.call_all(*[("count", {"name": "cups", "seconds": 0.1})] * 8)
    assert said[0]["error"] == SENTENCES[Code.INTERNAL]
    assert all("error" in each for each in said)
    assert probe.counts["cups"] == 1


async def test_whoever_leaves_takes_the_answer_from_nobody(line, probe):
    first = asyncio.create_task(count(line, name="cups", seconds=0.2))
    await probe.asked.wait()
    second = asyncio.create_task(count(line, name="cups", seconds=0.2))
    await line.readiness()
    first.cancel()
    assert (await second).startswith("cups")


@pytest.mark.parametrize(
    ("seconds", "age"),
    [(10, "a moment"), (60, "one minute"), (600, "ten minutes"), (3500, "58 minutes")],
)
async def test_an_old_answer_is_better_than_none_and_says_its_age(
    line, probe, seconds, age
):
    await count(line, name="cups")
    aged(line, seconds)
    probe.broken = grpc.StatusCode.UNAVAILABLE
    assert await count(line, name="cups") == f"As of {age} ago: cups 1"


async def test_a_dead_service_is_outlived_by_its_answers(line, probe):
    await count(line, name="cups")
    aged(line, 600)
    await probe.server.stop(None)
    for _ in range(10):
        assert await count(line, name="cups") == "As of ten minutes ago: cups 1"


@pytest.mark.parametrize("code", [3, 5, 7, 9])
async def test_a_status_that_says_something_is_not_talked_over(line, probe, code):
    await count(line, name="cups")
    aged(line, FRESH_SECONDS)
    probe.broken = next(c for c in grpc.StatusCode if c.value[0] == code)
    assert "cups 1" not in await count(line, name="cups")


async def test_an_answer_too_old_is_forgotten(line, probe):
    tool = line.discovery.toolbox["count"]
    tool.memory.keep(b"", "old", 0)
    kept = tool.memory.find(b"")
    assert kept.until - kept.moment == pytest.approx(FRESH_SECONDS + 3600)


async def test_failures_are_not_remembered(line, probe):
    probe.broken = grpc.StatusCode.INTERNAL
    await count(line, name="cups")
    probe.broken = None
    assert await count(line, name="cups") == "cups 2"


async def test_a_tool_with_effects_is_called_every_time(line, probe):
    for _ in range(2):
        await line.call("count_for_good", PhoneCall(), name="cups")
    assert probe.counts["cups"] == 2


async def test_a_tool_told_the_time_or_the_tool_call_remembers_nothing(line):
    assert line.discovery.toolbox["who_calls"].memory is None


async def test_memory_is_bounded_in_bytes(probe, tmp_path):
    config = settings(tmp_path, probe.target, policies=Policies(memory=2000))
    async with lifted(config) as line:
        line.phone = PhoneCall(caller="")
        for n in range(20):
            await count(line, name=f"cups {n}")
        answers = line.discovery.toolbox["count"].lane.shelf.answers
        assert len(answers) == 3
        assert await count(line, name="x" * 3000) == f"{'x' * 3000} 1"


async def test_without_memory_identical_calls_are_still_one(probe, tmp_path):
    config = settings(tmp_path, probe.target, policies=Policies(memory=0))
    async with lifted(config) as line:
        line.phone = PhoneCall(caller="")
        await line.call_all(*[("count", {"name": "cups", "seconds": 0.1})] * 4)
        assert probe.counts["cups"] == 1
        assert await count(line, name="cups") == "cups 2"


async def test_one_with_more_time_asks_once_more(line, probe):
    tool = line.discovery.toolbox["count"]
    end = asyncio.get_running_loop().time() + 2
    failure, response = await asyncio.gather(
        *(
            invoke(
                each,
                {"name": "cups", "seconds": 0.3},
                context=Context(),
                tool_call_id="",
                deadline=end,
            )
            for each in (replace(tool, deadline=0.1), tool)
        ),
        return_exceptions=True,
    )
    assert failure.code is Code.DEADLINE_EXCEEDED
    assert response.speech.startswith("cups")
