"""What happened on a call is written down, soon, and shows nobody's number."""

import asyncio
import gc

import msgspec
import pytest

from edge.config.store import Record as Settings
from edge.context import Context
from edge.state.callers import shortened, without_numbers
from edge.state.interactions import Interaction, decode_batch
from edge.state.reading import read
from edge.state.record import Record
from edge.state.redaction import HIDDEN, Redaction
from edge.state.streams import RECORD
from edge.vapi.messages import Message
from tests.state.conftest import PHONE


def interaction(**changes):
    fields = {"at": 1.5, "kind": "tool call", "name": "book", "words": "Booked."}
    return Interaction(**(fields | changes))


async def recorded(store):
    return [decode_batch(e.data) async for e in read(store.connection, RECORD)]


async def test_a_note_is_written_by_itself(store):
    store.record.note(PHONE, interaction())
    await asyncio.sleep(0.5)
    found = await recorded(store)
    assert found[0].call_id == "call-1"
    assert found[0].entries == [interaction()]


async def test_notes_of_one_call_are_written_together_and_of_two_apart(store):
    for context in (PHONE, PHONE, Context(call_id="call-2")):
        store.record.note(context, interaction())
    await store.record.close(5)
    assert [len(batch.entries) for batch in await recorded(store)] == [2, 1]


async def test_what_is_being_written_when_the_edge_stops_is_written(store):
    record = Record(Settings(), store.connection, store.callers)
    record.note(PHONE, interaction())
    writing = asyncio.create_task(record.flush())
    await asyncio.sleep(0)
    await record.close(5)
    writing.cancel()
    assert len(await recorded(store)) == 1


async def test_the_caller_is_a_glimpse_and_a_mark(store):
    store.record.note(PHONE, interaction())
    await store.record.close(5)
    (entry,) = [entry async for entry in read(store.connection, RECORD)]
    assert decode_batch(entry.data).caller == "+12…42"
    assert b"2025550142" not in entry.data + entry.subject.encode()
    assert entry.tokens[1] == store.callers.mark("+12025550142")


async def test_what_finds_no_room_is_dropped_and_counted(store):
    record = Record(Settings(queue=100), store.connection, store.callers)
    for _ in range(150):
        record.note(PHONE, interaction())
    assert record.dropped == 50


def alive(kind):
    gc.collect()
    return sum(isinstance(each, kind) for each in gc.get_objects())


async def test_a_note_that_waits_keeps_no_webhook(line, store):
    record = Record(Settings(), store.connection, store.callers)
    before = alive(Message)
    line.app.state.record = record
    await line.call("say_again", text="x")
    await line.post(line.phone.message("hang"))
    assert alive(Message) == before


async def test_what_cannot_be_written_yet_waits(store):
    record = Record(Settings(), store.connection, store.callers)
    store.connection.ready.clear()
    record.note(PHONE, interaction())
    await record.flush(0.05)
    store.connection.ready.set()
    await record.flush()
    assert len(await recorded(store)) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Call +12025550142 now.", "Call +12…42 now."),
        ("+1 202 555 0142", "+1 …42"),
        ("(202) 555-0142", "(20…42"),
        ("202-555-0142", "202…42"),
        ("12025550142", "120…42"),
        ("at 10:30 on 2026-11-22, order 4711", "at 10:30 on 2026-11-22, order 4711"),
        ("3.1415926535897", "3.1415926535897"),
    ],
)
def test_numbers_are_shortened(text, shown):
    assert without_numbers(text) == shown


def test_a_short_number_shows_nothing():
    assert shortened("+123") == "…"


@pytest.mark.parametrize(
    ("given", "hidden", "written"),
    [
        ({"pin": "4711"}, {"pin"}, {"pin": HIDDEN}),
        ({"PIN": "4711"}, {"pin"}, {"PIN": HIDDEN}),
        ({"card": {"cardNumber": 7}}, {"cardnumber"}, {"card": {"cardNumber": HIDDEN}}),
        ({"a": ["+12025550142"]}, set(), {"a": ["+12…42"]}),
        ({"a": 12025550142}, set(), {"a": "120…42"}),
        ({"a": [1, 2.5, True, None]}, set(), {"a": [1, 2.5, True, None]}),
        ({"a": "my code is AB-12"}, set(), {"a": f"my code is {HIDDEN}"}),
        ({"+12025550142": 1}, set(), {"+12…42": 1}),
    ],
)
def test_arguments_lose_what_is_nobodys_business(given, hidden, written):
    redaction = Redaction([r"\b[A-Z]{2}-\d{2}\b"])
    assert redaction.arguments(given, frozenset(hidden)) == written


def test_what_is_nested_without_end_is_cut():
    deep: dict = {}
    for _ in range(200):
        deep = {"a": deep}
    written = Redaction([]).arguments(deep, frozenset())
    assert HIDDEN.encode() in msgspec.json.encode(written)


async def test_a_flood_is_written_whole(store):
    for number in range(3000):
        store.record.note(Context(call_id=f"c{number % 7}"), interaction())
    await store.record.close(10)
    assert sum(len(batch.entries) for batch in await recorded(store)) == 3000
