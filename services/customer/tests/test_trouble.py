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
    start = time.monotonic()
    refusal = await refused(customers.LookupCustomer(DANA, timeout=0.5))
    assert time.monotonic() - start < 0.6
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
    assert (await customers.LookupCustomer(DANA, timeout=2)).name == "Dana Reyes"
    refusal = await refused(customers.AddNote(NOTE, timeout=0.3))
    writer.close()
    assert refusal.code == "UNAVAILABLE"
    assert "not sure whether the note was saved" in refusal.speech
    await customers.AddNote(NOTE, timeout=2)
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
            await refused(customers.LookupCustomer(DANA, timeout=2)),
            await refused(customers.AddNote(NOTE, timeout=2)),
        ]
    finally:
        postgres.start()
    for refusal in refusals:
        assert refusal.code == "UNAVAILABLE"
        assert refusal.speech == "I can't get to our customer records right now."
    assert len((await customers.LookupCustomer(DANA, timeout=2)).notes) == 1


@only_postgresql
async def test_speaks_while_the_database_is_silent_and_recovers(
    customers, refused, postgres
):
    await customers.LookupCustomer(DANA)
    postgres.signal(signal.SIGSTOP)
    try:
        start = time.monotonic()
        refusal = await refused(customers.LookupCustomer(DANA, timeout=0.5))
        assert time.monotonic() - start < 0.6
    finally:
        postgres.signal(signal.SIGCONT)
    assert refusal.code == "UNAVAILABLE"
    assert (await customers.LookupCustomer(DANA, timeout=2)).name == "Dana Reyes"


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
