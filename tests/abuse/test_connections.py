"""Connections that are slow, many, idle, or gone."""

import asyncio
import ssl
from contextlib import AsyncExitStack

import pytest

from tests.abuse.wire import answered, gone, quiet, request, signed, wire

HEALTH = request(method="GET", path="/healthz")


@pytest.mark.parametrize(
    "sent", [b"", b"P", b"POST /vapi/webhook HTTP/1.1\r\nhost: e", HEALTH[:-2]]
)
async def test_a_head_that_does_not_come_closes_the_connection(line, sent):
    async with wire(line) as slow:
        slow.send(sent)
        assert await slow.closed()
        await answered(line)


async def test_a_head_that_comes_byte_by_byte_closes_the_connection(line):
    async with wire(line) as slow:
        await slow.trickle(request(b"", f"x-a: {'x' * 2000}"))
        assert slow.sent < 100
        await answered(line)


async def test_a_second_head_that_does_not_come_closes_it_too(besieged):
    async with besieged(idle_seconds=0.5) as line, wire(line) as slow:
        slow.send(HEALTH + HEALTH[:20])
        assert b"200 OK" in await slow.head()
        assert await slow.closed()


async def test_a_connection_that_asks_now_and_then_stays(besieged):
    async with besieged(idle_seconds=2) as line, wire(line) as patient:
        for _ in range(5):
            patient.send(HEALTH)
            assert b"200 OK" in await patient.head()
            await asyncio.sleep(0.5)


async def test_a_body_that_does_not_come_is_given_up(line):
    async with wire(line) as slow:
        slow.send(request(b"{", length=100))
        await slow.trickle(b" " * 99, 0.05)
        assert slow.sent < 200
        await answered(line)
        await quiet(line)


async def test_a_body_that_does_not_come_is_answered_408(line):
    async with wire(line) as slow:
        slow.send(request(b"{", length=100))
        assert b" 408 " in await slow.head()


async def test_many_slow_bodies_at_once_keep_nobody_out(line):
    async with AsyncExitStack() as stack:
        for _ in range(30):
            slow = await stack.enter_async_context(wire(line))
            slow.send(request(b"{", length=100))
        await answered(line)
        await asyncio.sleep(1)
        await quiet(line)


async def test_of_too_many_idle_connections_the_oldest_are_closed(line):
    async with AsyncExitStack() as stack:
        for _ in range(400):
            await stack.enter_async_context(wire(line))
        await answered(line)
        assert len(line.listener.connections) <= 40


async def test_who_has_asked_before_is_kept_before_who_never_did(besieged):
    async with AsyncExitStack() as stack:
        bounds = {"most": 10, "head_seconds": 30, "idle_seconds": 30}
        line = await stack.enter_async_context(besieged(**bounds))
        known = await stack.enter_async_context(wire(line))
        known.send(HEALTH)
        await known.head()
        for _ in range(50):
            await stack.enter_async_context(wire(line))
        known.send(HEALTH)
        assert b"200 OK" in await known.head()


async def test_a_busy_connection_is_not_closed_for_an_idle_one(line, probe):
    body = line.phone.tool_calls([("a", "sleep", {"seconds": 0.5})])
    async with AsyncExitStack() as stack:
        asking = await stack.enter_async_context(wire(line))
        asking.send(signed(body))
        await asyncio.wait_for(probe.asked.wait(), 5)
        for _ in range(100):
            await stack.enter_async_context(wire(line))
        assert b"200 OK" in await asking.head()


async def test_callers_who_hang_up_in_mid_call_leave_nothing_behind(line, probe):
    body = line.phone.tool_calls([("a", "sleep", {"seconds": 0.3})])
    for number in range(10):
        probe.asked.clear()
        async with wire(line) as leaving:
            leaving.send(signed(body + b" " * number))
            await asyncio.wait_for(probe.asked.wait(), 5)
    await answered(line)
    await quiet(line)


async def test_callers_who_hang_up_in_mid_body_are_no_error_of_the_edges(line):
    for size in (0, 1, 70_000):
        async with wire(line) as leaving:
            leaving.send(request(b"x" * size, length=100_000))
            await leaving.drain()
    await answered(line)
    await quiet(line)


async def test_who_takes_no_answers_is_hung_up_on(line):
    body = line.phone.tool_calls([("a", "say_again", {"text": "x" * 7000})])
    async with wire(line, room=4096) as deaf:
        deaf.send(signed(body) * 1500)
        await answered(line)
        await gone(line, deaf)
    await quiet(line)


async def test_what_is_no_http_is_refused(line):
    hello = ssl.MemoryBIO()
    tls = ssl.create_default_context().wrap_bio(
        ssl.MemoryBIO(), hello, server_hostname="edge"
    )
    with pytest.raises(ssl.SSLWantReadError):
        tls.do_handshake()
    for garbage in (hello.read(), b"\x00" * 100, b"SSH-2.0-x\r\n\r\n", b"\r\n" * 50):
        async with wire(line) as stranger:
            stranger.send(garbage)
            assert b" 200 " not in await stranger.answer()
    await answered(line)
