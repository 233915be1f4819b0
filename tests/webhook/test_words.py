"""What a caller hears of a failure: in their language, and not over and over."""

import itertools
import json

import pytest

from edge.errors import Code
from edge.speech import SENTENCES
from edge.vapi.phone import PhoneCall

IDS = itertools.count()


async def hear(line, tool="fail_in_words", tongue=None, **arguments):
    """Have a tool fail in a call of a language; return the words."""
    body = json.loads(line.phone.tool_calls([(f"{next(IDS)}", tool, arguments)]))
    body["message"]["call"] |= {"assistantOverrides": {"transcriber": tongue}}
    (result,) = (await line.say(json.dumps(body).encode()))["results"]
    return result["error"]


@pytest.mark.parametrize(
    ("tongue", "words"),
    [
        ({"language": "es-419"}, "La sonda no responde."),
        ({"language": "multi"}, "The probe does not work."),
        ({"language": "de"}, "The probe does not work."),
        ({"language": 7}, "The probe does not work."),
        ("es", "The probe does not work."),
    ],
)
async def test_a_fallback_is_heard_in_the_language_of_the_call(line, tongue, words):
    assert await hear(line, tongue=tongue, code=14) == words


ES, DE = {"language": "es-MX"}, {"language": "de-DE"}
SPANISH, OTHER = "La sonda no responde.", "The probe does not work."


@pytest.mark.parametrize(
    ("call", "assistant", "words"),
    [
        ({}, {"transcriber": ES}, SPANISH),
        ({}, {"voice": ES}, SPANISH),
        ({}, {"transcriber": DE, "voice": ES}, OTHER),
        ({"assistant": {"voice": ES}}, {}, SPANISH),
        ({"assistantOverrides": {"voice": ES}}, {"transcriber": DE}, SPANISH),
        ({"assistantOverrides": {"voice": DE}}, {"transcriber": ES}, OTHER),
    ],
)
async def test_the_language_is_the_calls_or_else_the_assistants(
    line, call, assistant, words
):
    body = json.loads(line.phone.tool_calls([("a", "fail_in_words", {"code": 14})]))
    body["message"]["call"] |= call
    body["message"]["assistant"] = assistant
    (result,) = (await line.say(json.dumps(body).encode()))["results"]
    assert result["error"] == words


async def test_a_service_is_heard_in_the_language_of_the_call(line):
    said = await hear(
        line,
        tongue={"language": "es"},
        code=14,
        localized="Closed.",
        localized_es="Cerrado.",
    )
    assert said == "Cerrado."


async def test_sentences_for_the_same_failure_are_heard_in_turn(line):
    said = [await hear(line, code=13) for _ in range(3)]
    assert said == [
        "The probe does not work.",
        "It still does not.",
        "The probe does not work.",
    ]


async def test_the_same_apology_is_not_heard_three_times_in_a_row(line):
    said = [await hear(line, "fail", code=13) for _ in range(3)]
    assert said[:2] == [SENTENCES[Code.INTERNAL]] * 2
    assert said[2] != said[1]


async def test_tool_calls_that_fail_side_by_side_do_not_chant(line):
    results = await line.call_all(*[("fail", {"code": 13})] * 5)
    said = [result["error"] for result in results]
    assert len(set(said[:3])) == 2


async def test_every_call_begins_with_the_first_sentence(line):
    for _ in range(3):
        line.phone = PhoneCall()
        assert await hear(line, code=13) == "The probe does not work."
