"""Bodies that are made to be expensive."""

import asyncio
import gzip
import tracemalloc
import zlib
from contextlib import suppress

import pytest

from tests.abuse.conftest import MOST_BYTES
from tests.abuse.wire import HEADS, answered, quiet, request, signed, wire

CALL = b'{"message": {"type": "tool-calls", "toolCallList": [%s], %s}}'
ITEM = b'{"id": "a", "function": {"name": "say_again", "arguments": %s}}'


def message(fields=b'"x": 0', item=b""):
    return CALL % (item, fields)


def said(arguments):
    return message(item=ITEM % arguments)


DEEP = b"[" * 100_000 + b"]" * 100_000
OBJECTS = b'{"a":' * 100_000 + b"0" + b"}" * 100_000

NO_MESSAGES = {
    "deep arrays": DEEP,
    "deep objects": OBJECTS,
    "deep beside the message": message(b'"x": ' + DEEP),
    "deep in what is read": message(b'"call": ' + OBJECTS),
    "not a number": message(b'"x": NaN'),
    "infinity": message(b'"x": Infinity'),
    "no end": message()[:-1],
    "two values": message() + b"{}",
    "no UTF-8": message(b'"x": "\xff"'),
    "UTF-16": message().decode().encode("utf-16"),
    "a mark of the byte order": b"\xef\xbb\xbf" + message(),
    "a nul at the end": message() + b"\x00",
    "a control character": message(b'"x": "\x01"'),
    "single quotes": message().replace(b'"', b"'"),
}


@pytest.mark.parametrize("body", NO_MESSAGES.values(), ids=NO_MESSAGES)
async def test_what_is_no_json_is_refused_or_of_no_account(line, body):
    status = (await line.post(body)).status
    assert status in {200, 400}
    await answered(line)


ARGUMENTS = {
    "deep": DEEP,
    "deep in a string": b'"' + DEEP + b'"',
    "a lone surrogate": b'{"text": "\\ud800"}',
    "surrogates the wrong way round": b'{"text": "\\udc00\\ud800"}',
    "not a number": b'{"text": NaN}',
    "a number too large": b'{"text": 1e999999}',
    "a number of many digits": b'{"text": ' + b"9" * 100_000 + b"}",
    "a key twice": b'{"text": "a", "text": "b"}',
    "many keys": b"{" + b",".join(b'"k%d": 0' % n for n in range(50_000)) + b"}",
    "a long key": b'{"' + b"k" * 500_000 + b'": 0}',
    "a long value": b'{"text": "' + b"v" * 500_000 + b'"}',
    "a nul": b'{"text": "\\u0000"}',
    "prototypes": b'{"__proto__": {"text": "x"}, "constructor": 0}',
}


@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
async def test_whatever_the_arguments_the_call_is_answered_in_words(line, arguments):
    response = await line.post(said(arguments))
    assert response.status in {200, 400}
    if response.status == 200:
        (result,) = (await response.json())["results"]
        assert result["toolCallId"] == "a"
    await answered(line)


async def test_of_a_key_that_comes_twice_the_last_counts(line):
    body = message(b'"type": "hang"', ITEM % b"{}")
    assert await (await line.post(body)).json() == {}


SIZES = {
    "one string": message(b'"x": "' + b"x" * 900_000 + b'"'),
    "many keys": message(b",".join(b'"k%d":0' % n for n in range(90_000))),
    "many items": message(b'"x": [' + b"0," * 400_000 + b"0]"),
    "many calls of no tool": message(item=b",".join([ITEM % b"{}"] * 5_000)),
    "many wrong items": message(b'"toolCallList": [' + b"[]," * 200_000 + b"[]]"),
}


@pytest.mark.parametrize("body", SIZES.values(), ids=SIZES)
async def test_a_large_body_keeps_nobody_waiting_for_long(line, body):
    response, _ = await asyncio.gather(line.post(body), answered(line))
    assert response.status == 200


async def test_a_string_of_ten_megabytes_is_refused(line):
    async with wire(line) as stranger:
        with suppress(ConnectionError):
            stranger.send(request(b'{"' + b"x" * 10_000_000))
            await stranger.drain()
        await stranger.answer()
    await answered(line)


async def test_an_endless_body_is_cut_off(line):
    async with wire(line) as endless:
        endless.send(HEADS + b"transfer-encoding: chunked\r\n\r\n")
        with suppress(ConnectionError):
            while not await endless.closed(0.001) and endless.sent < 100 * MOST_BYTES:
                endless.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
                await endless.drain()
        assert endless.sent < 100 * MOST_BYTES
    await answered(line)
    await quiet(line)


@pytest.mark.parametrize("chunk", [b"1\r\nx\r\n", b"1;" + b"e" * 1000 + b"\r\nx\r\n"])
async def test_a_body_in_crumbs_costs_no_more_than_its_size(line, chunk):
    async with wire(line) as crumbling:
        crumbling.send(HEADS + b"transfer-encoding: chunked\r\n\r\n" + chunk * 20_000)
        await answered(line)
    await quiet(line)


@pytest.mark.parametrize(
    "coding", ["gzip", "deflate", "br", "zstd", "x-own", "gzip, gzip"]
)
async def test_a_compressed_body_is_refused(line, coding):
    async with wire(line) as stranger:
        stranger.send(signed(gzip.compress(b"{}"), f"content-encoding: {coding}"))
        assert b" 415 " in await stranger.head()
    await answered(line)


@pytest.mark.parametrize(("coding", "bits"), [("gzip", 31), ("deflate", 15)])
async def test_where_compression_is_taken_a_bomb_bursts_early(besieged, coding, bits):
    packing = zlib.compressobj(9, wbits=bits)
    bomb = b"".join(packing.compress(b"\0" * (1 << 20)) for _ in range(300))
    bomb += packing.flush()
    bounds = {"compressed": True, "body_seconds": 20, "stuck_seconds": 30}
    async with besieged(**bounds) as line, wire(line) as bomber:
        tracemalloc.start()
        bomber.send(signed(bomb, f"content-encoding: {coding}"))
        assert b" 413 " in await bomber.head()
        assert tracemalloc.get_traced_memory()[1] < 30 * MOST_BYTES
        tracemalloc.stop()
        await answered(line)


async def test_where_compression_is_taken_an_honest_body_is_read(besieged):
    async with besieged(compressed=True) as line:
        body = line.phone.message("hang")
        headers = {"content-encoding": "gzip", **line.sign(body)}
        response = await line.client.post(
            "/vapi/webhook", data=gzip.compress(body), headers=headers
        )
        assert response.status == 200
