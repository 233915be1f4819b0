"""What the judge lets pass, and what it does not."""

import json

import pytest

from chaos import judge
from chaos.judge import Asked

CALLER = "+15550000001"
WORDS = ("word-00000000000000aa", "word-00000000000000bb")
ASKED = [Asked(f"call_{n}", "echo_alpha", word) for n, word in enumerate(WORDS)]


def answer(*texts, ids=("call_0", "call_1"), key="result"):
    entries = [
        {"toolCallId": identity, "name": "echo_alpha", key: text}
        for identity, text in zip(ids, texts, strict=False)
    ]
    return json.dumps({"results": entries}).encode()


def verdicts(body):
    return list(judge.of_tool_calls(ASKED, CALLER, body))


@pytest.mark.parametrize(
    "body",
    [
        answer(f"{WORDS[0]} for {CALLER}.", f"{WORDS[1]} for {CALLER}."),
        answer("I can't reach that right now.", "It took too long.", key="error"),
        answer("Done.", "x" * 8000),
    ],
)
def test_right_answers_pass(body):
    assert verdicts(body) == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (answer("a", "b", ids=("call_1", "call_0")), "ids"),
        (answer("a"), "ids"),
        (answer("a", "b", ids=("call_0", "call_0")), "ids"),
        (b"", "ids"),
        (b"[]", "ids"),
        (b'{"results": 1}', "ids"),
        (answer(WORDS[1], "b"), "the word of another"),
        (answer("a for +15550000002.", "b"), "another caller"),
        (answer("a\nb", "b"), "not one line"),
        (answer("a\u2028b", "b"), "not one line"),
        (answer("x" * 9000, "b"), "too long"),
        (answer("", "b"), "texts"),
        (answer(None, "b"), "texts"),
        (answer({"a": 1}, "b"), "texts"),
        (answer("Traceback (most recent call last)", "b"), "nothing to say"),
        (answer("failed to connect to 127.0.0.1:5051", "b"), "nothing to say"),
    ],
)
def test_wrong_answers_do_not(body, complaint):
    found = verdicts(body)
    assert found
    assert complaint in found[0]


def test_it_tells_what_the_service_itself_answered():
    heard = judge.heard(ASKED, answer(f"{WORDS[0]} for {CALLER}.", "Later, please."))
    assert [each.granted for each in heard] == [True, False]


@pytest.mark.parametrize(
    ("first", "complaints"),
    [
        (f"Hello {CALLER}.", 0),
        (f"Hello {judge.NOBODY}.", 0),
        ("Hello +15550000002.", 2),
        ("", 1),
    ],
)
def test_an_assistant_greets_who_calls_or_nobody(first, complaints):
    body = json.dumps({"assistant": {"firstMessage": first}}).encode()
    assert len(list(judge.of_assistant_request(CALLER, body))) == complaints


@pytest.mark.parametrize(("body", "complaints"), [(b"{}", 0), (b"", 1), (b"null", 1)])
def test_an_event_is_answered_with_nothing(body, complaints):
    assert len(list(judge.of_event(body))) == complaints
