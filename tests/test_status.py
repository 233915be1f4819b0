"""What the caller hears of every status a service can answer."""

import pytest

from edge.errors import Code
from edge.speech import SENTENCES

CODES = [code for code in Code if code is not Code.OK]


@pytest.mark.parametrize("code", CODES)
async def test_every_status_is_answered_in_words(line, code):
    result = await line.call("fail", code=code)
    assert (result.get("result") or result["error"]) == SENTENCES[code]


@pytest.mark.parametrize("code", CODES)
async def test_what_the_service_says_for_the_caller_is_heard(line, code):
    result = await line.call("fail", code=code, localized="We are closed.")
    assert (result.get("result") or result["error"]) == "We are closed."


async def test_a_message_of_a_speaking_status_is_heard(line):
    result = await line.call("fail", code=5, message="You have no such order.")
    assert result["result"] == "You have no such order."


async def test_the_argument_to_blame_is_named(line):
    result = await line.call("fail", code=3, message="Which one?", field="location")
    assert result["result"] == "Which one? (location: is not right)"


async def test_details_that_are_garbage_are_as_good_as_none(line):
    result = await line.call("fail", code=5, message="No such order.", garbage=True)
    assert result["result"] == "No such order."


async def test_the_tools_own_fallback_is_heard_when_it_fails(line):
    result = await line.call("fail_with_fallback", code=13)
    assert result["error"] == "The probe is out of order."
