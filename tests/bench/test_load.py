"""The load generator, against a real server."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench.load import Load, WrongAnswer, learn
from bench.webhooks import PATH, SMALL, webhooks


@pytest.fixture
async def server():
    """A server that says `.says`, and counts."""

    async def handle(request):
        server.count += 1
        return web.Response(body=server.says, status=server.status)

    app = web.Application()
    app.router.add_post(PATH, handle)
    async with TestServer(app) as server:
        server.says, server.status, server.count = b"right", 200, 0
        server.address = f"{server.host}:{server.port}"
        yield server


def run(address, exchanges, seconds=0.05):
    with Load(address, exchanges, connections=4) as load:
        return load.run(seconds)


async def learned(server):
    return await asyncio.to_thread(
        learn, server.address, webhooks(SMALL)[:2], lambda _, body: body == b"right"
    )


async def test_every_answer_is_timed(server):
    exchanges = await learned(server)
    latencies = await asyncio.to_thread(run, server.address, exchanges)
    assert server.count == len(exchanges) + len(latencies)
    assert all(0 < latency < 5 for latency in latencies)


async def test_for_no_time_each_connection_is_used_once(server):
    exchanges = await learned(server)
    assert len(await asyncio.to_thread(run, server.address, exchanges, 0)) == 4


@pytest.mark.parametrize("says", [b"wrong", b"right, and more", b"r\r\n\r\night"])
async def test_another_answer_than_before_is_an_error(server, says):
    exchanges = await learned(server)
    server.says = says
    with pytest.raises(WrongAnswer):
        await asyncio.to_thread(run, server.address, exchanges)


async def test_an_error_status_is_an_error(server):
    exchanges = await learned(server)
    server.status = 500
    with pytest.raises(WrongAnswer):
        await asyncio.to_thread(run, server.address, exchanges)


async def test_an_answer_that_is_wrong_at_first_is_not_learned(server):
    server.says = b"wrong"
    with pytest.raises(WrongAnswer, match="does not answer"):
        await learned(server)
