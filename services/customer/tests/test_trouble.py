"""A database that is slow, locked, or gone."""

import asyncio
import signal
import sqlite3
import time

import pytest
from sqlalchemy import text
from tools.customer.v1.customer_pb2 import AddNoteRequest, LookupCustomerRequest

DANA = LookupCustomerRequest(caller_number="+12025550142")
NOTE = AddNoteRequest(caller_number="+12025550142", text="Call.", idempotency_key="k")
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01)"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
only_postgresql = pytest.mark.parametrize("url", ["postgresql"], indirect=True)
only_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


async def waiting(records) -> int:
    async with records.database.engine.connect() as connection:
        return await connection.scalar(WAITING)


async def until(count, records):
    """Return once `count` statements wait for a lock."""
    while await waiting(records) != count:
        pass


@pytest.fixture
async def locked(others):
    """Hold the table of customers, so that statements on it wait."""
    async with others.database.engine.begin() as connection:
        await connection.execute(text("LOCK TABLE customer"))
        yield others


@only_postgresql
async def test_speaks_before_the_deadline_of_a_slow_database(
    customers, refused, locked
):
    refusal = await refused(customers.LookupCustomer(DANA, timeout=1.5))
    assert refusal.code == "UNAVAILABLE"
    assert refusal.speech == "I can't get to our customer records right now."
    await until(0, locked)


@only_postgresql
async def test_stops_the_statement_of_a_caller_who_hung_up(customers, locked):
    call = customers.LookupCustomer(DANA, timeout=30)
    task = asyncio.ensure_future(call)
    await until(1, locked)
    task.cancel()
    await until(0, locked)


@only_sqlite
async def test_is_unsure_of_a_note_that_another_writer_holds_up(
    customers, refused, records, tmp_path
):
    writer = sqlite3.connect(tmp_path / "customer.db")
    writer.execute("BEGIN IMMEDIATE")
    assert (await customers.LookupCustomer(DANA, timeout=10)).name == "Dana Reyes"
    refusal = await refused(customers.AddNote(NOTE, timeout=1))
    writer.close()
    assert refusal.code == "UNAVAILABLE"
    assert "not sure whether the note was saved" in refusal.speech
    await customers.AddNote(NOTE, timeout=10)
    notes = (await customers.LookupCustomer(DANA)).notes
    assert [note.text for note in notes] == ["Call."]


@only_postgresql
async def test_speaks_while_the_database_is_gone_and_recovers(
    customers, refused, postgres
):
    await customers.AddNote(NOTE)
    postgres.stop()
    try:
        refusals = [
            await refused(customers.LookupCustomer(DANA, timeout=10)),
            await refused(customers.AddNote(NOTE, timeout=10)),
        ]
    finally:
        postgres.start()
    for refusal in refusals:
        assert refusal.code == "UNAVAILABLE"
        assert refusal.speech == "I can't get to our customer records right now."
    assert len((await customers.LookupCustomer(DANA, timeout=10)).notes) == 1


@only_postgresql
async def test_speaks_when_the_database_dies_during_a_call(
    customers, refused, records, others, postgres
):
    holder = await others.database.engine.connect()
    await holder.execute(text("LOCK TABLE customer"))
    call = customers.LookupCustomer(DANA, timeout=10)
    await until(1, records)
    postgres.stop()
    refusal = await refused(call)
    postgres.start()
    await holder.invalidate()
    assert refusal.code == "UNAVAILABLE"
    assert (await customers.LookupCustomer(DANA, timeout=10)).name == "Dana Reyes"


@only_postgresql
async def test_speaks_while_the_database_is_silent_and_recovers(
    customers, refused, postgres
):
    await customers.LookupCustomer(DANA)
    postgres.signal(signal.SIGSTOP)
    try:
        refusal = await refused(customers.LookupCustomer(DANA, timeout=1.5))
    finally:
        postgres.signal(signal.SIGCONT)
    assert refusal.code == "UNAVAILABLE"
    assert (await customers.LookupCustomer(DANA, timeout=10)).name == "Dana Reyes"


@only_postgresql
async def test_says_nothing_of_what_went_wrong(customers, refused, records):
    async with records.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE customer RENAME TO secret"))
    call = customers.LookupCustomer(DANA)
    refusal = await refused(call)
    assert refusal.speech == "I can't get to our customer records right now."
    assert await call.details() == refusal.speech
    assert [key for key, _ in await call.trailing_metadata()] == [
        "grpc-status-details-bin"
    ]


@only_sqlite
async def test_closes_in_time_while_a_statement_is_held_up(others, tmp_path):
    writer = sqlite3.connect(tmp_path / "customer.db")
    writer.execute("BEGIN IMMEDIATE")
    dana = await others.find("+12025550142")
    with pytest.raises(TimeoutError):
        await others.database.within(0.05, others.add_note(dana.id, "Call."))
    start = time.monotonic()
    await others.database.close()
    writer.close()
    assert time.monotonic() - start < 3
    assert not others.database.under_way


async def test_notes_go_with_their_customer(records):
    dana = await records.find("+12025550142")
    await records.add_note(dana.id, "Call.")
    async with records.database.writing() as connection:
        await connection.execute(text("DELETE FROM customer"))
    assert await records.newest_notes(dana.id) == []
