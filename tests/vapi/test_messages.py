"""What can be read of a body, however odd."""

import pytest

from edge.errors import MalformedMessage
from edge.vapi.calls import context_of
from edge.vapi.messages import parse
from edge.vapi.tool_calls import tool_calls


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"message": {"type": "\xff"}}', "not JSON"),
        (b'{"message": NaN}', "not JSON"),
        (b"null", "no message"),
        (b"[]", "no message"),
        (b'"message"', "no message"),
        (b"7", "no message"),
        (b"{}", "no message"),
        (b'{"message": null}', "no message"),
        (b'{"message": 7}', "no message"),
        (b'{"message": {}}', "no type"),
        (b'{"message": {"type": null}}', "no type"),
        (b'{"message": {"type": ["tool-calls"]}}', "no type"),
        (b'{"message": {"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "too deeply"),
    ],
)
def test_what_is_no_message_is_refused_in_one_plain_sentence(body, sentence):
    with pytest.raises(MalformedMessage, match=sentence):
        parse(body)


def test_a_field_of_the_wrong_type_is_as_good_as_absent():
    message = parse(
        b'{"message": {"type": "tool-calls", "call": 7, "customer": [], "artifact": 1,'
        b' "toolCallList": [7, {"id": "a", "name": "t", "function": "f"}, null]}}'
    )
    assert message.call is None
    assert [(call.id, call.name) for call in tool_calls(message)] == [("a", "t")]


def test_the_call_may_stand_beside_the_message():
    message = parse(b'{"message": {"type": "hang"}, "call": {"id": "c"}}')
    assert context_of(message).call_id == "c"


def test_unknown_types_and_fields_are_read_all_the_same():
    message = parse(b'{"message": {"type": "new.kind", "fresh": {"a": [1.5]}}, "x": 1}')
    assert message.type == "new.kind"


def test_an_odd_list_of_configured_tools_still_gives_its_calls():
    message = parse(
        b'{"message": {"type": "tool-calls", "toolWithToolCallList": ['
        b'{"toolCall": {"id": "a", "function": {"name": "t", "arguments": {}}}}, 7]}}'
    )
    assert [call.name for call in tool_calls(message)] == ["t"]


@pytest.mark.parametrize(
    "variables", [b'"x"', b"7", b"null", b"[]", b'{"plan": "gold"}']
)
def test_variables_of_any_shape_are_read_as_far_as_they_are_any(variables):
    message = parse(
        b'{"message": {"type": "hang", "call": {"id": "c", "assistantOverrides":'
        b'{"variableValues":' + variables + b"}}}}"
    )
    expected = {"plan": "gold"} if b"gold" in variables else {}
    assert context_of(message).read_variables() == expected


@pytest.mark.parametrize("field", ["assistantId", "assistant"])
def test_the_assistants_id_is_found_in_call_or_message(field):
    inside = '"assistantId": "A"' if field == "assistantId" else '"id": "c"'
    beside = ', "assistant": {"id": "A"}' if field == "assistant" else ""
    body = f'{{"message": {{"type": "hang", "call": {{{inside}}}{beside}}}}}'
    assert context_of(parse(body.encode())).assistant_id == "A"
