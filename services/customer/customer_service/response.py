"""A record as the tools give it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from textwrap import shorten

from tools.customer.v1 import customer_pb2 as pb

from customer_service.schema import Customer, Note

NOTED = pb.AddNoteResponse(speech="I've added the note to your record.")
SPOKEN_LENGTH = 200
"""How much of a note is read aloud, in characters."""


def of_record(customer: Customer, notes: Sequence[Note]) -> pb.LookupCustomerResponse:
    """Return the record; `notes` come newest first."""
    return pb.LookupCustomerResponse(
        speech=spoken(customer, notes),
        name=customer.name,
        first_name=customer.first_name,
        email=customer.email,
        tier=customer.tier,
        since_time=midnight(customer.since),
        notes=[pb.Note(text=note.text, create_time=note.create_time) for note in notes],
        customer_id=customer.id,
    )


def spoken(customer: Customer, notes: Sequence[Note]) -> str:
    """Return one sentence: who is calling, and the newest note in brief."""
    since = f" since {customer.since:%B %Y}" if customer.since else ""
    tier = f" with the {customer.tier} contract" if customer.tier else ""
    sentence = f"This is {customer.name}, a customer{since}{tier}{noted(notes)}"
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def noted(notes: Sequence[Note]) -> str:
    """Return the end of the sentence: the newest of the notes, if there are any."""
    if not notes:
        return ""
    text = shorten(notes[0].text, SPOKEN_LENGTH, placeholder="…")
    return f"; the newest note says: {text}"


def midnight(day: date | None) -> datetime | None:
    """Return the moment the day begins, in UTC."""
    return datetime.combine(day, time(), UTC) if day else None
