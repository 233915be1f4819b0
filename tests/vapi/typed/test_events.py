"""Each event arrives at services whole, typed, and without others' secrets."""

import json

import pytest
from google.protobuf.json_format import MessageToDict

from edge.vapi import messages
from edge.vapi.typed.events import event_of
from edge.vapi.typed.identities import identity_of
from edge.vapi.typed.kinds import KINDS
from edge.vapi.typed.subscriptions import wanted
from tests.vapi.typed.shapes import COMMON, EVENT_TYPES, EVENTS


def parsed(tree):
    return messages.parse(json.dumps(tree).encode())


def plain(message):
    return MessageToDict(message, preserving_proto_field_name=True)


def event(own, **beside):
    return event_of(parsed({"message": {**COMMON, **own}, **beside}))


@pytest.mark.parametrize(("own", "body"), EVENTS)
def test_an_event_is_typed(own, body):
    found = event(own)
    assert found.type == own["type"]
    assert {found.WhichOneof("body"): plain(getattr(found, *body))} == body
    assert not found.HasField("other_fields")


@pytest.mark.parametrize(("own", "body"), EVENTS)
def test_the_same_beside_a_thin_message(own, body):
    fields = {key: value for key, value in own.items() if key != "type"}
    found = event_of(parsed({"message": {"type": own["type"]}, **COMMON, **fields}))
    assert plain(getattr(found, *body)) == body[next(iter(body))]


@pytest.mark.parametrize(("own", "body"), EVENTS)
def test_the_same_without_an_envelope(own, body):
    found = event_of(parsed({**COMMON, **own}))
    assert plain(getattr(found, *body)) == body[next(iter(body))]


def test_every_type_has_a_shape():
    assert set(KINDS) == EVENT_TYPES


@pytest.mark.parametrize("own", [own for own, _ in EVENTS])
def test_no_secret_is_in_an_event(own):
    said = str(event(own))
    assert "s3cret" not in said
    assert "controlUrl" not in said


def test_an_event_tells_of_its_call():
    assert plain(event({"type": "hang"}).context) == {
        "call_id": "call-1",
        "call_type": "inboundPhoneCall",
        "caller": {"number": "+12025550142", "name": "Dana", "external_id": "c-9"},
        "assistant": {"id": "assistant-1", "name": "Atlas", "version": "v3"},
        "phone_number": {"id": "line-1", "number": "+12025550100", "name": "Main"},
        "metadata": {"order": 7.0},
        "variable_values": {"plan": "gold"},
        "organization_id": "org-1",
        "create_time": "2026-05-04T10:00:00Z",
    }


def test_the_call_may_lie_beside_the_message():
    found = event_of(parsed({"message": {"type": "hang"}, "call": {"id": "call-2"}}))
    assert found.context.call_id == "call-2"


def test_the_number_of_a_web_call_is_nobodys():
    call = {"id": "call-3", "type": "webCall", "customer": {"number": "+12025550142"}}
    assert event({"type": "hang", "call": call}).context.caller.number == ""


@pytest.mark.parametrize(
    "timestamp",
    [
        1777888800000,
        1777888800000.0,
        "1777888800000",
        1777888800,
        "2026-05-04T10:00:00.000Z",
        "2026-05-04T12:00:00+02:00",
        "2026-05-04T10:00:00",
    ],
)
def test_a_moment_may_be_written_in_many_ways(timestamp):
    found = event({"type": "hang", "timestamp": timestamp})
    assert plain(found)["time"] == "2026-05-04T10:00:00Z"


@pytest.mark.parametrize("timestamp", ["yesterday", 1e300, True, [], "9" * 400])
def test_where_vapi_does_not_say_it_is_when_the_edge_took_it_in(timestamp):
    found = event({"type": "hang", "timestamp": timestamp})
    assert found.time == found.receive_time


def test_a_type_nobody_knows_keeps_its_fields_but_not_its_secrets():
    found = event(
        {
            "type": "moon-phase",
            "phase": "full",
            "apiKey": "s3cret",
            "maxTokens": 4,
            "nested": [{"password": "s3cret", "kept": None}],
            "headers": {"x": "s3cret"},
            "link": "https://u:p@h.example/a?token=s3cret#x",
            "note": "Bearer eyJhbGciOiJ.eyJzdWIiOiI.s3cret",
        }
    )
    assert found.type == "moon-phase"
    assert found.WhichOneof("body") is None
    assert plain(found.other_fields) == {
        "phase": "full",
        "maxTokens": 4.0,
        "nested": [{"kept": None}],
        "link": "https://h.example/a",
        "note": "Bearer .s3cret",
    }


def test_a_field_nobody_knows_is_kept():
    found = event({"type": "hang", "reason": "slow tool"})
    assert plain(found.other_fields) == {"reason": "slow tool"}


@pytest.mark.parametrize("own", [own for own, _ in EVENTS])
@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, [5], {"a": []}, True])
def test_fields_of_the_wrong_type_are_as_good_as_absent(own, junk):
    broken = dict.fromkeys(own, junk) | {"type": own["type"]}
    assert event_of(parsed({"message": broken})).type == own["type"]


def test_what_nests_too_deeply_is_cut_off():
    deep = {"a": 1}
    for _ in range(200):
        deep = {"d": deep, "l": [deep]} if _ < 3 else {"d": deep}
    found = event({"type": "moon-phase", "deep": deep, "metadata": deep})
    assert type(found).FromString(found.SerializeToString()) == found


def test_an_event_sent_again_has_the_same_id():
    report = {"type": "end-of-call-report", "endedReason": "x"}
    signed = [{**report, "recordingUrl": f"https://r.example/?s={n}"} for n in (1, 2)]
    assert event(signed[0]).id == event(signed[1]).id
    upload = {"type": "moon-phase", "url": "https://r.example/?s=1"}
    assert event(upload).id == event({**upload, "url": "https://r.example/?s=2"}).id


def test_other_events_have_other_ids():
    others = [
        {"type": "status-update", "status": "in-progress"},
        {"type": "status-update", "status": "ended"},
        {"type": "status-update", "status": "ended", "timestamp": 1777888800001},
        {"type": "status-update", "status": "ended", "call": {"id": "call-2"}},
        {"type": "hang"},
    ]
    assert len({event(own).id for own in others}) == len(others)


def test_updates_of_old_which_had_no_timestamp_are_told_apart():
    said = [[{"role": "user", "content": text}] for text in ("Hi", "Bye")]
    old = [{"type": "conversation-update", "conversation": one} for one in said]
    first, second = (parsed({"message": {**one, "call": {"id": "c"}}}) for one in old)
    assert identity_of(first) != identity_of(second)


def test_what_belongs_to_nothing_is_never_taken_for_another():
    message = parsed({"message": {"type": "hang"}})
    assert identity_of(message) != identity_of(message)


@pytest.mark.parametrize(
    ("kind", "final", "types", "yes"),
    [
        ("hang", "", {"*"}, True),
        ("hang", "", {"hang"}, True),
        ("hang", "", {"transcript"}, False),
        ("hang", "", set(), False),
        ("transcript", "partial", {"transcript"}, True),
        ("transcript", "final", {"transcript"}, True),
        ("transcript", "final", {'transcript[transcriptType="final"]'}, True),
        ("transcript", "partial", {'transcript[transcriptType="final"]'}, False),
        ('transcript[transcriptType="final"]', "final", {"transcript"}, True),
        ('transcript[transcriptType="final"]', "final", {"hang"}, False),
    ],
)
def test_a_service_gets_what_it_wants(kind, final, types, yes):
    message = parsed({"message": {"type": kind, "transcriptType": final}})
    assert wanted(message, types) is yes
