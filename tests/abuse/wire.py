"""Bytes on a socket, as no honest client sends them."""

import asyncio
import socket
import time
from contextlib import asynccontextmanager, suppress

from edge.vapi.auth import sign_headers
from tests.conftest import SECRET

PATIENCE_SECONDS = 8.0
PATH = "/vapi/webhook"
HEADS = f"POST {PATH} HTTP/1.1\r\nhost: edge\r\n".encode()


class Wire:
    """One connection to the edge."""

    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer
        self.sent = 0

    def send(self, data):
        self.sent += len(data)
        self._writer.write(data)

    async def drain(self):
        await self._writer.drain()

    async def trickle(self, data, seconds=0.02):
        """Send a byte at a time, until it is over or the edge hangs up."""
        with suppress(ConnectionError):
            for position in range(len(data)):
                self.send(data[position : position + 1])
                await self.drain()
                if await self.closed(seconds):
                    return

    async def closed(self, seconds=PATIENCE_SECONDS):
        """Tell whether the edge hangs up within some seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return (await self.rest()) is not None
        return False

    async def rest(self):
        """Read until the edge hangs up."""
        with suppress(ConnectionError):
            return await self._reader.read()
        return b""

    async def answer(self):
        """Read all that the edge says before it hangs up, in good time."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.rest()

    async def head(self):
        """Read one answer's head."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._reader.readuntil(b"\r\n\r\n")

    @property
    def name(self):
        return self._writer.get_extra_info("sockname")


@asynccontextmanager
async def wire(line, room=1 << 16):
    """Connect to the edge at the end of a line, with room for some bytes unread."""
    server = line.client.server
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    own.connect((server.host, server.port))
    reader, writer = await asyncio.open_connection(sock=own, limit=room)
    try:
        yield Wire(reader, writer)
    finally:
        writer.transport.abort()


def request(body=b"", *extra, length=None, method="POST", path=PATH):
    """Return a request, with header lines of one's own."""
    size = len(body) if length is None else length
    lines = [f"{method} {path} HTTP/1.1", "host: edge", f"content-length: {size}"]
    return "\r\n".join([*lines, *extra, "", ""]).encode() + body


def signed(body, *extra):
    """Return a request that is Vapi's, as far as anybody can tell."""
    headers = sign_headers(SECRET, body, time.time())
    return request(body, *(f"{k}: {v}" for k, v in headers.items()), *extra)


async def answered(line):
    """Assert that an honest caller is answered within the budget."""
    body = line.phone.tool_calls([("a", "say_again", {"text": "honest"})])
    started = time.monotonic()
    async with wire(line) as honest:
        honest.send(signed(body, "connection: close"))
        assert b'"result":"honest"' in await honest.answer()
    assert time.monotonic() - started < line.budget


async def gone(line, wire, seconds=PATIENCE_SECONDS):
    """Wait until the edge holds a connection no longer."""
    end = time.monotonic() + seconds
    while any(each.peername == wire.name for each in line.listener.connections):
        assert time.monotonic() < end, "the connection is still held"
        await asyncio.sleep(0.01)


async def quiet(line, seconds=PATIENCE_SECONDS):
    """Wait until no request is under way, and no connection but idle ones."""
    end = time.monotonic() + seconds
    while any(not each.idle for each in line.listener.connections):
        assert time.monotonic() < end, "a request is stuck"
        await asyncio.sleep(0.01)
