"""Requests that are made to confuse whoever reads them."""

import pytest

from tests.abuse.wire import PATH, answered, quiet, request, wire

HEAD = f"POST {PATH} HTTP/1.1\r\nhost: edge\r\n"
SMUGGLED = "GET /healthz HTTP/1.1\r\nhost: edge\r\n\r\n"

CHUNKED = "transfer-encoding: chunked\r\n"

SHAPES = {
    "length and chunks": f"content-length: 4\r\n{CHUNKED}\r\n0\r\n\r\n",
    "chunks and length": f"{CHUNKED}content-length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": "content-length: 0\r\ncontent-length: 44\r\n\r\n",
    "a list of lengths": "content-length: 0, 44\r\n\r\n",
    "a negative length": "content-length: -1\r\n\r\n",
    "a signed length": "content-length: +0\r\n\r\n",
    "a hexadecimal length": "content-length: 0x0\r\n\r\n",
    "an underscored length": "content-length: 0_0\r\n\r\n",
    "a length of other digits": "content-length: \u0660\r\n\r\n",
    "an endless length": f"content-length: {'9' * 400}\r\n\r\n",
    "a space before the colon": "content-length : 0\r\n\r\n",
    "a folded line": "x-a: b\r\n content-length: 44\r\ncontent-length: 0\r\n\r\n",
    "an unknown coding": "transfer-encoding: xchunked\r\n\r\n",
    "chunked twice": "transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "chunked not last": "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a bare carriage return": f"x-a: b\r{CHUNKED}\r\n",
    "a nul": "x-a: b\x00c\r\n\r\n",
    "a nameless header": ": x\r\n\r\n",
    "a chunk of no size": f"{CHUNKED}\r\nzz\r\n\r\n",
    "a chunk of negative size": f"{CHUNKED}\r\n-1\r\nx\r\n0\r\n\r\n",
    "a chunk of 0x size": f"{CHUNKED}\r\n0x1\r\nx\r\n0\r\n\r\n",
    "a chunk that is longer": f"{CHUNKED}\r\n1\r\nxyz\r\n0\r\n\r\n",
    "a chunk size without end": f"{CHUNKED}\r\n{'0' * 70_000}",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
async def test_no_request_is_smuggled_behind_another(line, shape):
    async with wire(line) as smuggler:
        smuggler.send((HEAD + shape + SMUGGLED).encode("utf-8"))
        said = await smuggler.answer()
    assert b"alive" not in said
    assert b"HTTP/1.1 5" not in said
    await answered(line)


async def test_two_requests_that_are_plain_are_both_answered(line):
    async with wire(line) as honest:
        honest.send((SMUGGLED * 2).encode())
        assert (await honest.answer()).count(b"alive") == 2


@pytest.mark.parametrize(
    "flood",
    [
        [f"x-{n}: {n}" for n in range(1000)],
        [f"x-{n}: {'x' * 8000}" for n in range(100)],
        ["x: " + "x" * 1_000_000],
        ["x" * 1_000_000 + ": x"],
        ["cookie: " + "a=b; " * 100_000],
    ],
    ids=["many", "many and long", "one long", "a long name", "cookies"],
)
async def test_a_flood_of_headers_is_refused(line, flood):
    async with wire(line) as stranger:
        stranger.send(request(b"", *flood))
        said = await stranger.answer()
    assert b" 200 " not in said
    assert b"HTTP/1.1 5" not in said
    await answered(line)


async def test_a_long_path_is_refused(line):
    async with wire(line) as stranger:
        stranger.send(request(path="/" + "x" * 100_000))
        assert b" 400 " in await stranger.answer()


@pytest.mark.parametrize(
    "path",
    ["/%00", "/../vapi/webhook", "//vapi/webhook", "http://x/vapi/webhook", "*", "/é"],
)
async def test_no_other_path_leads_to_the_webhook(line, path):
    async with wire(line) as stranger:
        stranger.send(request(path=path))
        assert b"HTTP/1.1 5" not in await stranger.answer()
    await answered(line)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PRI", "get", "M-SEARCH"])
async def test_no_other_method_is_answered(line, method):
    async with wire(line) as stranger:
        stranger.send(request(method=method))
        said = await stranger.answer()
    assert b" 200 " not in said
    assert b"HTTP/1.1 5" not in said


async def test_an_upgrade_is_not_made(line):
    async with wire(line) as stranger:
        stranger.send(request(b"", "connection: upgrade", "upgrade: websocket"))
        assert b"101" not in await stranger.head()
    await answered(line)


async def test_who_asks_leave_to_continue_is_not_kept_waiting(line):
    async with wire(line) as stranger:
        stranger.send(request(b"", "expect: 100-continue", length=10))
        assert b"HTTP/1.1 5" not in await stranger.answer()


async def test_a_thousand_requests_at_once_are_read_no_faster_than_answered(line):
    async with wire(line) as flooding:
        flooding.send(request(b"x") * 1000)
        await answered(line)
    await quiet(line)
