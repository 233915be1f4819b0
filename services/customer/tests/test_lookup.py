"""What a caller hears of their record."""

from datetime import UTC, datetime

import pytest
from tools.customer.v1.customer_pb2 import AddNoteRequest, LookupCustomerRequest

DANA, ADA, NAIRS = "+12025550142", "+12025550119", "+12025550177"


def lookup(caller_number, email=None):
    return LookupCustomerRequest(caller_number=caller_number, email=email)


async def test_finds_the_caller_by_number(customers):
    dana = await customers.LookupCustomer(lookup(DANA))
    assert dana.speech == (
        "This is Dana Reyes, a customer since March 2021 with the gold contract."
    )
    assert (dana.name, dana.first_name) == ("Dana Reyes", "Dana")
    assert (dana.email, dana.tier) == ("dana@example.com", "gold")
    assert dana.since_time.ToDatetime(UTC) == datetime(2021, 3, 15, tzinfo=UTC)
    assert dana.customer_id


async def test_leaves_out_what_is_not_known(customers):
    ada = await customers.LookupCustomer(lookup(ADA))
    assert ada.speech == "This is Ada Lindqvist, a customer."
    assert not ada.HasField("since_time")


@pytest.mark.parametrize("number", ["202-555-0142", "tel:+1-202-555-0142"])
async def test_finds_the_caller_however_the_number_is_written(customers, number):
    assert (await customers.LookupCustomer(lookup(number))).name == "Dana Reyes"


@pytest.mark.parametrize(
    "number", ["", "anonymous", "+266696687", "sip:dana@example.com", "1" * 100_000]
)
async def test_cannot_tell_who_calls_without_a_number(customers, refused, number):
    refusal = await refused(customers.LookupCustomer(lookup(number)))
    assert refusal.code == "FAILED_PRECONDITION"
    assert "can't tell who is calling" in refusal.speech


async def test_an_email_address_does_not_stand_in_for_a_number(customers, refused):
    refusal = await refused(customers.LookupCustomer(lookup("", "dana@example.com")))
    assert refusal.code == "FAILED_PRECONDITION"


async def test_an_unknown_number_is_not_found(customers, refused):
    call = customers.LookupCustomer(lookup("+12025550100", "dana@example.com"))
    refusal = await refused(call)
    assert refusal.code == "NOT_FOUND"
    assert "can't find a customer" in refusal.speech


@pytest.mark.parametrize("email", ["", "tom@example.com", "' OR 1=1 --"])
async def test_an_email_address_changes_nothing_where_one_has_the_number(
    customers, email
):
    dana = await customers.LookupCustomer(lookup(DANA, email))
    assert dana.name == "Dana Reyes"


@pytest.mark.parametrize("email", [None, "", "  "])
async def test_a_shared_number_asks_for_the_email_address(customers, refused, email):
    refusal = await refused(customers.LookupCustomer(lookup(NAIRS, email)))
    assert (refusal.code, refusal.fields) == ("INVALID_ARGUMENT", ["email"])
    assert "Which email address" in refusal.speech


@pytest.mark.parametrize(
    "email", ["tom@example.com", " Tom@Example.COM ", "tom @example.com"]
)
async def test_the_email_address_tells_apart_who_shares_a_number(customers, email):
    assert (await customers.LookupCustomer(lookup(NAIRS, email))).name == "Tom Nair"


@pytest.mark.parametrize(
    "email",
    [
        "dana@example.com",
        "tom",
        "%",
        "tom@example.com' OR '1'='1",
        "\0",
        "*@example.com",
        "x" * 1_000_000,
    ],
)
async def test_a_wrong_email_address_opens_and_tells_nothing(customers, refused, email):
    refusal = await refused(customers.LookupCustomer(lookup(NAIRS, email)))
    assert refusal.code in {"NOT_FOUND", "INVALID_ARGUMENT"}
    assert not any(
        word in refusal.speech for word in ("@", "Tom", "Priya", "Dana", "example")
    )


async def test_gives_the_five_newest_notes_and_says_the_newest(customers):
    for number in range(6):
        note = AddNoteRequest(caller_number=DANA, text=f"Note {number}.")
        await customers.AddNote(note)
    dana = await customers.LookupCustomer(lookup(DANA))
    assert [note.text for note in dana.notes] == [f"Note {n}." for n in (5, 4, 3, 2, 1)]
    assert dana.speech.endswith("; the newest note says: Note 5.")
    assert (
        abs(dana.notes[0].create_time.ToDatetime(UTC) - datetime.now(UTC)).seconds < 60
    )


async def test_says_a_long_note_in_brief(customers):
    await customers.AddNote(AddNoteRequest(caller_number=DANA, text="word " * 400))
    dana = await customers.LookupCustomer(lookup(DANA))
    assert dana.speech.endswith("word…")
    assert len(dana.speech) < 300
