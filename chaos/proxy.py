"""A TCP proxy between the edge and a service, which does what networks do."""

import asyncio
import random
from contextlib import suppress
from enum import Enum

PIECE = 1 << 16
DRIP_SECONDS = 0.02
LONGEST_BEFORE_RESET = 400
"""Bytes of an answer after which, at the latest, a connection is reset."""


class Weather(Enum):
    """What becomes of bytes."""

    FAIR = "fair"
    HALF_OPEN = "half-open"
    """They vanish, in both directions, and nobody is told."""
    RESETS = "resets"
    """The connection is reset in the middle of an answer."""
    DRIP = "drip"
    """Answers come byte by byte."""
    REFUSED = "refused"
    """New connections are reset at once."""


class Proxy:
    """Forwards connections to a port of this machine, as the weather is."""

    def __init__(self, upstream: int, chance: random.Random) -> None:
        self.port = 0
        self.weather = Weather.FAIR
        self._upstream = upstream
        self._chance = chance
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None] | None] = set()
        self._server: asyncio.Server | None = None

    async def start(self, host: str = "127.0.0.1") -> None:
        """Listen on the port it had, or on a free one."""
        self._server = await asyncio.start_server(self._connect, host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """End every connection, and listen no more."""
        if self._server:
            self._server.close()
        self.reset()
        await asyncio.gather(*filter(None, self._tasks), return_exceptions=True)
        if self._server:
            await self._server.wait_closed()

    async def move(self, host: str) -> None:
        """Listen at another address, and no more at the one before."""
        await self.close()
        await self.start(host)

    def reset(self) -> None:
        """Reset every connection there is."""
        for writer in list(self._writers):
            writer.transport.abort()

    def change(self, weather: Weather) -> None:
        """Have other weather; connections that have lost bytes are lost with them."""
        if self.weather in {Weather.HALF_OPEN, Weather.DRIP}:
            self.reset()
        self.weather = weather

    async def _connect(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if self.weather is Weather.REFUSED:
            writer.transport.abort()
            return
        try:
            to, back = await asyncio.open_connection("127.0.0.1", self._upstream)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        self._tasks.add(asyncio.current_task())
        try:
            await asyncio.gather(
                self._forward(reader, back), self._forward(to, writer, answers=True)
            )
        finally:
            self._writers -= {writer, back}
            self._tasks.discard(asyncio.current_task())

    async def _forward(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        answers: bool = False,
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(PIECE):
                await self._pass(data, writer, answers=answers)
        writer.close()

    async def _pass(
        self, data: bytes, writer: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        """Pass bytes on, or do to them what the weather does; raises `OSError`."""
        if writer.is_closing():
            raise ConnectionResetError
        if self.weather is Weather.HALF_OPEN:
            return
        if answers and self.weather is Weather.RESETS:
            kept = self._chance.randrange(min(len(data), LONGEST_BEFORE_RESET))
            writer.write(data[:kept])
            await writer.drain()
            self.reset()
            return
        if answers and self.weather is Weather.DRIP:
            await self._drip(data, writer)
            return
        writer.write(data)
        await writer.drain()

    async def _drip(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        """Pass bytes on one by one, for as long as the weather lasts."""
        for position in range(len(data)):
            if writer.is_closing() or self.weather is not Weather.DRIP:
                writer.write(data[position:])
                return
            writer.write(data[position : position + 1])
            await asyncio.sleep(DRIP_SECONDS)
