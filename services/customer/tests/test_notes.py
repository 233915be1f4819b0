"""Notes are kept once, for the caller who left them."""

import asyncio

import pytest
from tools.customer.v1.customer_pb2 import AddNoteRequest, LookupCustomerRequest

from customer_service.refusal import Refused

DANA, ADA, NAIRS = "+12025550142", "+12025550119", "+12025550177"


def note(text="Call back on Monday.", caller_number=DANA, **fields):
    return AddNoteRequest(caller_number=caller_number, text=text, **fields)


@pytest.fixture
def kept(customers):
    """Return the texts of the notes on a caller's record."""

    async def texts(caller_number=DANA, email=None):
        request = LookupCustomerRequest(caller_number=caller_number, email=email)
        record = await customers.LookupCustomer(request)
        return [note.text for note in record.notes]

    return texts


async def test_adds_a_note_to_the_callers_own_record(customers, kept):
    answer = await customers.AddNote(note("Call back on Monday."))
    assert answer.speech == "I've added the note to your record."
    assert await kept(DANA) == ["Call back on Monday."]
    assert await kept(ADA) == []


async def test_adds_a_note_where_a_number_is_shared(customers, kept):
    await customers.AddNote(note(caller_number=NAIRS, email="tom@example.com"))
    assert await kept(NAIRS, "tom@example.com") == ["Call back on Monday."]
    assert await kept(NAIRS, "priya@example.com") == []


async def test_without_a_key_every_note_is_added(customers, kept):
    await customers.AddNote(note())
    await customers.AddNote(note())
    assert len(await kept()) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"idempotency_key": "k"}, {"idempotency_key": "k"}),
        ({}, {}),
        ({"idempotency_key": "k"}, {}),
    ],
    ids=["by field", "by metadata", "by either"],
)
async def test_the_same_key_adds_one_note_and_answers_the_same(
    customers, kept, first, second
):
    metadata = (("idempotency-key", "k"),)
    one = await customers.AddNote(note(**first), metadata=metadata)
    two = await customers.AddNote(note(**second), metadata=metadata)
    assert one == two
    assert len(await kept()) == 1


@pytest.mark.parametrize("key", ["k" * 4000, "ключ", "a\0b"])
async def test_any_key_will_do(customers, kept, key):
    await customers.AddNote(note(idempotency_key=key))
    await customers.AddNote(note(idempotency_key=key))
    assert len(await kept()) == 1


async def test_two_keys_add_two_notes(customers, kept):
    await customers.AddNote(note(idempotency_key="one"))
    await customers.AddNote(note(idempotency_key="two"))
    assert len(await kept()) == 2


async def test_a_field_and_metadata_that_differ_are_refused(customers, kept, refused):
    call = customers.AddNote(
        note(idempotency_key="one"), metadata=(("idempotency-key", "two"),)
    )
    refusal = await refused(call)
    assert (refusal.code, refusal.fields) == ("INVALID_ARGUMENT", ["idempotency_key"])
    assert await kept() == []


@pytest.mark.parametrize("changed", [{"text": "Other."}, {"caller_number": ADA}])
async def test_a_key_is_bound_to_its_note_and_record(customers, kept, refused, changed):
    await customers.AddNote(note(idempotency_key="k"))
    refusal = await refused(customers.AddNote(note(idempotency_key="k", **changed)))
    assert (refusal.code, refusal.fields) == ("INVALID_ARGUMENT", ["idempotency_key"])
    assert await kept(ADA) == []
    assert await kept(DANA) == ["Call back on Monday."]


async def test_a_key_adds_one_note_whoever_is_first(records, others):
    dana = await records.find(DANA)
    calls = [
        each.add_note(dana.id, "Once.", key="k")
        for each in (records, others)
        for _ in range(20)
    ]
    assert await asyncio.gather(*calls) == [None] * 40
    assert [note.text for note in await others.newest_notes(dana.id)] == ["Once."]


async def test_of_two_notes_with_one_key_one_is_added(records, others):
    dana = await records.find(DANA)
    outcomes = await asyncio.gather(
        records.add_note(dana.id, "This.", key="k"),
        others.add_note(dana.id, "That.", key="k"),
        return_exceptions=True,
    )
    assert sorted(type(outcome) for outcome in outcomes if outcome) == [Refused]
    assert len(await records.newest_notes(dana.id)) == 1


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\0\x07\x1b"])
async def test_an_empty_note_is_refused(customers, refused, text):
    refusal = await refused(customers.AddNote(note(text)))
    assert (refusal.code, refusal.fields) == ("INVALID_ARGUMENT", ["text"])
    assert "empty" in refusal.speech


@pytest.mark.parametrize("length", [2001, 3_000_000])
async def test_a_note_of_more_than_2000_characters_is_refused(
    customers, refused, length
):
    refusal = await refused(customers.AddNote(note("x" * length)))
    assert (refusal.code, refusal.fields) == ("INVALID_ARGUMENT", ["text"])
    assert "too long" in refusal.speech


async def test_a_note_of_2000_characters_is_kept_whole(customers, kept):
    await customers.AddNote(note("🎈" * 2000))
    assert await kept() == ["🎈" * 2000]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("  Likes\ttea.\r\nNo milk. ", "Likes tea. No milk."),
        ("Bell\x07 and \x1b[31mnul\0.", "Bell and [31mnul."),
        ("'); DROP TABLE note; --", "'); DROP TABLE note; --"),
        ("Mag Käse, 请打电话 👩‍👧", "Mag Käse, 请打电话 👩‍👧"),
    ],
)
async def test_keeps_what_was_said_without_control_characters(
    customers, kept, said, text
):
    await customers.AddNote(note(said))
    assert await kept() == [text]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"caller_number": ""}, "FAILED_PRECONDITION"),
        ({"caller_number": "+12025550100"}, "NOT_FOUND"),
        ({"caller_number": NAIRS}, "INVALID_ARGUMENT"),
        ({"caller_number": NAIRS, "email": "dana@example.com"}, "NOT_FOUND"),
    ],
)
async def test_fails_as_the_look_up_does(customers, refused, fields, code):
    assert (await refused(customers.AddNote(note(**fields)))).code == code
