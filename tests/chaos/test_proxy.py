"""The proxy does to bytes what networks do."""

import asyncio
import random

import pytest

from chaos.proxy import Proxy, Weather

TEXT = b"x" * 2000
CUT = (ConnectionError, asyncio.IncompleteReadError)


@pytest.fixture
async def proxy():
    async def echo(reader, writer):
        while data := await reader.read(65536):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    upstream = server.sockets[0].getsockname()[1]
    proxy = Proxy(upstream, random.Random(1))
    await proxy.start()
    yield proxy
    await proxy.close()
    server.close()
    await server.wait_closed()


async def connected(proxy, host="127.0.0.1"):
    return await asyncio.open_connection(host, proxy.port)


async def echoed(reader, writer, *, most=2000):
    writer.write(TEXT)
    return await asyncio.wait_for(reader.readexactly(most), 0.5)


async def test_in_fair_weather_bytes_pass(proxy):
    reader, writer = await connected(proxy)
    assert await echoed(reader, writer) == TEXT
    writer.close()


async def test_half_open_connections_swallow_everything(proxy):
    proxy.change(Weather.HALF_OPEN)
    reader, writer = await connected(proxy)
    with pytest.raises(TimeoutError):
        await echoed(reader, writer)
    proxy.reset()
    with pytest.raises(CUT):
        await echoed(reader, writer)
    writer.close()


@pytest.mark.parametrize("weather", [Weather.RESETS, Weather.REFUSED])
async def test_connections_are_cut(proxy, weather):
    proxy.change(weather)
    reader, writer = await connected(proxy)
    with pytest.raises(CUT):
        await echoed(reader, writer)
    writer.close()


async def test_drips_come_byte_by_byte(proxy):
    proxy.change(Weather.DRIP)
    reader, writer = await connected(proxy)
    assert await echoed(reader, writer, most=3) == b"xxx"
    with pytest.raises(TimeoutError):
        await echoed(reader, writer)
    writer.close()


async def test_it_moves_to_another_address(proxy):
    await proxy.move("127.0.0.2")
    with pytest.raises(ConnectionError):
        await connected(proxy)
    reader, writer = await connected(proxy, "127.0.0.2")
    assert await echoed(reader, writer) == TEXT
    writer.close()
