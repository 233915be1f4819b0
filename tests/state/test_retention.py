"""What is kept, by age and size, and what becomes of more."""

import asyncio

import pytest

from edge.config.store import Record
from edge.errors import StoreLost
from edge.state.interactions import Interaction, decode_batch
from edge.state.reading import read
from edge.state.streams import JOBS, RECORD
from tests.state.conftest import PHONE, kept

LARGE = "x" * (64 << 10)
DAY_SECONDS = 86_400
LEAST_BYTES = 1 << 20


async def note(store, number):
    entry = Interaction(at=number, kind="message", name=str(number), words=LARGE)
    store.record.note(PHONE, entry)
    await store.record.close(5)


async def noted(store):
    batches = [decode_batch(e.data) async for e in read(store.connection, RECORD)]
    return [int(entry.name) for batch in batches for entry in batch.entries]


async def test_of_a_record_that_is_too_large_the_oldest_goes_first(tmp_path):
    async with kept(tmp_path, record=Record(max_bytes=LEAST_BYTES)) as store:
        for number in range(20):
            await note(store, number)
        left = await noted(store)
    assert 0 < len(left) < 20
    assert left == list(range(20))[-len(left) :]


async def test_a_record_that_is_too_old_goes(tmp_path):
    async with kept(tmp_path, record=Record(keep=1 / DAY_SECONDS)) as store:
        await note(store, 1)
        assert await noted(store) == [1]
        await asyncio.sleep(1.5)
        await note(store, 2)
        assert await noted(store) == [2]


async def fill(store):
    """Put more jobs than there is room for."""
    for number in range(20):
        subject = f"{JOBS}.-.call.tool.{number}"
        await store.connection.put(subject, LARGE.encode(), seconds=0.5)


async def test_jobs_that_find_no_room_are_refused_and_push_none_out(tmp_path):
    async with kept(tmp_path, max_bytes=LEAST_BYTES) as store:
        with pytest.raises(StoreLost, match="maximum bytes"):
            await fill(store)
        left = [entry.sequence async for entry in read(store.connection, JOBS)]
    assert left[0] == 1
    assert len(left) < 20
