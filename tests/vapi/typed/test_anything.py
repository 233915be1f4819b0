"""Whatever JSON a message holds, it is read, and its readers can be trusted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import MalformedMessage
from edge.hooks.questions import QUESTIONS, VOICE
from edge.vapi import messages
from edge.vapi.typed.events import event_of
from edge.vapi.typed.kinds import COMMON, KINDS
from tests.vapi.typed.shapes import EVENTS

KEYS = sorted(
    COMMON
    | {key for kind in KINDS.values() for key in kind.known}
    | {
        key
        for own, _ in EVENTS
        for value in own.values()
        if isinstance(value, dict)
        for key in value
    }
)

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.sampled_from(
        ["2026-05-04T10:00:00Z", "https://u@h/?token=s", "1e400", "9" * 30]
    )
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=4
        )
    ),
    max_leaves=20,
)
types = st.sampled_from([*KINDS, *QUESTIONS, "voice-request", "moon-phase"])
bodies = st.builds(
    lambda kind, fields: {**fields, "type": kind},
    types,
    st.dictionaries(st.sampled_from(KEYS), trees, max_size=6),
)


@given(bodies)
def test_anything_makes_an_event_that_can_be_sent(own):
    message = messages.parse(json.dumps({"message": own}).encode())
    event = event_of(message)
    assert type(event).FromString(event.SerializeToString()) == event


@given(bodies, st.sampled_from([*QUESTIONS.values(), VOICE]))
def test_anything_makes_a_question_that_can_be_sent(own, question):
    message = messages.parse(json.dumps({"message": own}).encode())
    assert isinstance(question.payload(message), bytes)


@given(trees)
def test_anything_is_a_message_or_refused(tree):
    try:
        message = messages.parse(json.dumps(tree).encode())
    except MalformedMessage:
        return
    assert event_of(message).type == message.type


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e-999", "123456789" * 40])
def test_numbers_beyond_all_bounds_harm_nothing(number):
    body = f'{{"message": {{"type": "hang", "timestamp": {number}, "x": {number}}}}}'
    assert event_of(messages.parse(body.encode())).type == "hang"
