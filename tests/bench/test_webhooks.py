"""Bodies of the sizes that are claimed, signed, with the answers they ask for."""

import pytest

from bench.webhooks import CREDENTIAL, FIVE, LARGE, SMALL, waiting, webhooks
from edge.vapi.auth import Sent, verifier
from edge.vapi.messages import parse
from edge.vapi.tool_calls import tool_calls

KB = 1000


@pytest.mark.parametrize(("shape", "size"), [(SMALL, 3), (LARGE, 20), (FIVE, 6)])
def test_a_body_is_as_large_as_its_name_says(shape, size):
    for webhook in webhooks(shape):
        assert len(webhook.body) == pytest.approx(size * KB, rel=0.15)


@pytest.mark.parametrize("shape", [SMALL, FIVE])
def test_every_tool_call_has_an_answer_of_its_own(shape):
    for webhook in webhooks(shape):
        ids = [call.id for call in tool_calls(parse(webhook.body))]
        assert ids == list(webhook.words)
        assert len(ids) == shape.calls


def test_a_request_carries_a_signature_the_edge_takes():
    webhook = webhooks(SMALL)[0]
    head, _, body = webhook.request("127.0.0.1:1").partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")[1:]
    headers = dict(line.split(": ", 1) for line in lines)
    verifier((CREDENTIAL,))(Sent(headers), body)
    assert int(headers["content-length"]) == len(body)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (b'{"results":[{"toolCallId":"call_0","result":"That was all."}]}', True),
        (b'{"results":[{"toolCallId":"call_0","error":"That was all."}]}', False),
        (b'{"results":[{"toolCallId":"call_1","result":"That was all."}]}', False),
        (b'{"results":[]}', False),
    ],
)
def test_only_the_right_words_are_an_answer(answer, right):
    assert waiting(1, SMALL).is_answered_by(answer) is right
