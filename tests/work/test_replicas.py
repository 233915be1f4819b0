"""It holds when things die: edges as processes, killed as accidents would."""

import asyncio
import time

import httpx
import pytest

from edge.state.interactions import decode_batch
from edge.state.reading import read
from edge.state.streams import RECORD
from edge.vapi.phone import PhoneCall
from tests.controllable import controllable
from tests.probe import start
from tests.state.cluster import alone
from tests.state.conftest import kept
from tests.work.replicas import controlled, post, ready, replica
from tests.work.slow import Slow

PATIENCE_SECONDS = 15
TAKE_OVER_SECONDS = 5
LOST_SECONDS = 0.1
"""50 ms, and what it takes until the store has it."""

CRASHES = 3
"""A busy machine adds to it: of so many crashes, one must lose no more."""


@pytest.fixture
async def slow():
    """The service; `.target` is its address."""
    slow = Slow()
    server, port = await start(slow)
    slow.target = f"127.0.0.1:{port}"
    yield slow
    slow.may.set()
    await server.stop(None)


@pytest.fixture
async def vapi(tmp_path):
    """Where calls are controlled."""
    async with controllable(tmp_path) as vapi:
        yield vapi


async def until(met, seconds=PATIENCE_SECONDS):
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


def edge_of(tmp_path, name, slow, vapi, store, **options):
    ca = vapi.settings.ca
    return replica(tmp_path, name, target=slow.target, store=store, ca=ca, **options)


async def test_what_one_replica_began_another_tells_when_the_first_was_killed(
    tmp_path, slow, vapi
):
    phone = PhoneCall()
    body = controlled(phone, vapi.url, ("a", "brew_tea", {"tea": "Assam"}))
    slow.may.clear()
    with alone(tmp_path) as node:
        store = f'url = "{node.url}"\nreplicas = 1'
        with edge_of(tmp_path, "first", slow, vapi, store) as first:
            await asyncio.to_thread(ready, first)
            async with httpx.AsyncClient() as client:
                status, answer = await post(client, first, body)
            assert (status, answer["results"][0]["result"]) == (
                200,
                "The kettle is on.",
            )
            await until(lambda: slow.requests)
            with edge_of(tmp_path, "second", slow, vapi, store) as second:
                await asyncio.to_thread(ready, second)
                first.kill()
                killed = time.monotonic()
                await until(lambda: len(slow.requests) == 2)
                assert time.monotonic() - killed < TAKE_OVER_SECONDS
                slow.may.set()
                await until(lambda: vapi.commands)
    assert "The Assam is ready." in vapi.commands[0]["message"]["content"]
    assert {request.idempotency_key for request in slow.requests} == {f"{phone.id}/a"}


async def test_a_killed_edge_with_its_own_server_goes_on_where_it_was(
    tmp_path, slow, vapi
):
    body = controlled(PhoneCall(), vapi.url, ("a", "brew_tea", {"tea": "Assam"}))
    store = f'data = "{tmp_path}/data"'
    slow.may.clear()
    with edge_of(tmp_path, "edge", slow, vapi, store) as process:
        await asyncio.to_thread(ready, process)
        async with httpx.AsyncClient() as client:
            await post(client, process, body)
        await until(lambda: slow.requests)
        process.kill()
    killed = time.monotonic()
    with edge_of(tmp_path, "edge", slow, vapi, store) as process:
        await asyncio.to_thread(ready, process)
        await until(lambda: len(slow.requests) == 2)
        assert time.monotonic() - killed < TAKE_OVER_SECONDS + 5
        slow.may.set()
        await until(lambda: sum(slow.effects.values()))


@pytest.mark.parametrize("workers", [(1, 1), (1, 2), (2, 1)])
async def test_a_second_edge_on_the_same_folder_is_refused_before_it_listens(
    tmp_path, slow, vapi, workers
):
    places = (tmp_path, "first"), (tmp_path, "second")
    settings = slow, vapi, f'data = "{tmp_path}/data"'
    first, second = (
        edge_of(*place, *settings, workers=count)
        for place, count in zip(places, workers, strict=True)
    )
    with first:
        await asyncio.to_thread(ready, first)
        with second:
            assert await asyncio.to_thread(second.wait) == 2
            said = [second.lines.get() for _ in range(second.lines.qsize())]
    assert any("another edge keeps its store there" in line for line in said)
    assert not any("listening" in line for line in said)


async def test_a_crash_loses_less_than_a_tenth_of_a_second_of_the_record(
    tmp_path, slow, vapi
):
    lost = []
    while len(lost) < CRASHES and min(lost, default=1) >= LOST_SECONDS:
        lost.append(await lost_in_a_crash(tmp_path / str(len(lost)), slow, vapi))
    assert min(lost) < LOST_SECONDS, lost
    assert max(lost) < 5 * LOST_SECONDS, lost


async def lost_in_a_crash(folder, slow, vapi):
    """Return the age, in seconds, of the oldest note that a crash has lost."""
    folder.mkdir()
    answered = {}
    with edge_of(folder, "edge", slow, vapi, f'data = "{folder}/data"') as process:
        await asyncio.to_thread(ready, process)
        async with httpx.AsyncClient() as client:
            for number in range(100):
                calls = [(f"c{number}", "count_leaves", {"tea": "x"})]
                await post(client, process, PhoneCall(turns=1).tool_calls(calls))
                answered[f"c{number}"] = time.monotonic()
        killed = time.monotonic()
        process.kill()
    async with kept(folder / "data") as store:
        batches = [decode_batch(e.data) async for e in read(store.connection, RECORD)]
    noted = {entry.id for batch in batches for entry in batch.entries}
    assert noted
    return max((killed - at for n, at in answered.items() if n not in noted), default=0)
