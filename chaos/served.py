"""One service behind its proxy: killed, frozen, released anew, put in a mood."""

import asyncio
import random
import signal
import sys
from pathlib import Path
from typing import Any

import grpc.aio

from chaos import mood
from chaos.contract import VARIANTS
from chaos.mood import Mood
from chaos.proxy import Proxy
from demo.processes import Process

MOOD_SECONDS = 5.0


class Served:
    """A service that returns at the address it had."""

    def __init__(self, name: str, folder: Path, chance: random.Random) -> None:
        self.name = name
        self.journal = folder / f"{name}.journal"
        self.variant = 0
        self.proxy: Proxy | None = None
        self._chance = chance
        self._port = 0
        self._process: Process | None = None

    async def start(self) -> Proxy:
        """Run it, behind its proxy, which is made with the first start."""
        command = [sys.executable, "-m", "chaos.service", self.name]
        options = ["--port", str(self._port), "--variant", str(self.variant)]
        process = Process(
            self.name, [*command, *options, "--journal", str(self.journal)]
        )
        self._process = process.__enter__()
        address = await asyncio.to_thread(process.listening)
        self._port = int(address.rpartition(":")[2])
        if self.proxy is None:
            self.proxy = Proxy(self._port, self._chance)
            await self.proxy.start()
        return self.proxy

    async def kill(self) -> None:
        """End it as an accident would."""
        if self._process:
            await asyncio.to_thread(self._process.kill)

    async def release(self) -> None:
        """End it properly, and run the other release in its place."""
        self.variant = (self.variant + 1) % len(VARIANTS)
        if self._process:
            await asyncio.to_thread(self._process.stop)
        await self.start()

    def freeze(self) -> None:
        """Have it stand still."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        self._signal(signal.SIGCONT)

    async def behave(self, how: Mood) -> None:
        """Put it in a mood, by a way of its own around the proxy."""
        async with grpc.aio.insecure_channel(f"127.0.0.1:{self._port}") as channel:
            call: Any = channel.unary_unary(mood.METHOD)
            await call(mood.encode(how), timeout=MOOD_SECONDS, wait_for_ready=True)

    async def stop(self) -> None:
        """End it, and its proxy."""
        self.thaw()
        if self._process:
            await asyncio.to_thread(self._process.stop)
        if self.proxy:
            await self.proxy.close()

    def _signal(self, number: int) -> None:
        if self._process:
            self._process.signal(number)
