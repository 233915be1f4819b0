"""A replica's share of a consumer, whatever becomes of the server."""

import asyncio
import os
import signal
import time

import pytest

from edge.state.pull import Pull, consumer
from edge.state.streams import JOBS

PATIENCE_SECONDS = 15


class Taken(list):
    """What was taken, in order."""

    async def until(self, count):
        end = time.monotonic() + PATIENCE_SECONDS
        while len(self) < count:
            assert time.monotonic() < end
            await asyncio.sleep(0.01)


@pytest.fixture
async def taken(store):
    """What a replica takes that settles nothing."""
    taken = Taken()
    config = consumer("tests", f"{JOBS}.>")
    pull = Pull(store.connection, config, taken.append, room=4)
    task = asyncio.create_task(pull.run(JOBS))
    yield taken
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def put(store, name):
    await store.connection.put(f"{JOBS}.-.call.{name}", b"{}", seconds=10)


async def test_what_comes_again_while_it_is_worked_on_is_not_begun_again(store, taken):
    await put(store, "a")
    await taken.until(1)
    await taken[0].nak()
    await asyncio.sleep(0.2)
    await put(store, "b")
    await taken.until(2)
    assert [message.subject[-1] for message in taken] == ["a", "b"]


async def test_nobody_waits_for_what_a_killed_server_was_asked(store, taken):
    await put(store, "a")
    await taken.until(1)
    os.kill(store.server.pid, signal.SIGKILL)
    await put(store, "b")
    back = time.monotonic()
    await taken.until(2)
    assert time.monotonic() - back < 2.5
