"""The replicas of a trial, as processes."""

import asyncio
import os
import sys
from contextlib import suppress

import httpx

from tests.state.cluster import free_port
from tests.work.replicas import SECRET

SETTINGS = """\
[server]
port = {port}
[[credentials]]
kind = "hmac"
secret = "env:VAPI_WEBHOOK_SECRET"
tolerance = 0
[discovery]
memory = "{memory}"
retry = 0.2
[[services]]
name = "slow"
target = "127.0.0.1:{service}"
[store]
{store}
[control]
hosts = ["localhost"]
private = true
ca = "{ca}"
"""


class Edge:
    """One replica, always on the same port."""

    def __init__(self, stage, number, store, environ=None):
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.file = stage.folder / f"edge-{number}.toml"
        self.log = stage.folder / f"edge-{number}.log"
        self.up = False
        self.environ = {"VAPI_WEBHOOK_SECRET": SECRET, **(environ or {})}
        self.file.write_text(
            SETTINGS.format(
                port=self.port,
                memory=stage.folder / f"memory-{number}",
                service=stage.service_port,
                store=store,
                ca=stage.vapi.settings.ca,
            )
        )

    async def start(self):
        """Start it; who wants an answer comes once it is ready."""
        command = [sys.executable, "-m", "edge", "serve", "--config", str(self.file)]
        with self.log.open("a") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(*command, "--workers", "1"),
                env={**os.environ, **self.environ},
                stdout=log,
                stderr=log,
            )
        self.starting = asyncio.create_task(self.ready())

    async def listening(self):
        """Wait until it listens: before, it is a program that starts."""
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                return
            await asyncio.sleep(0.02)

    async def kill(self):
        self.up = False
        self.starting.cancel()
        self.process.kill()
        await self.process.wait()

    async def stop(self):
        self.starting.cancel()
        if self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()

    async def ready(self):
        async with httpx.AsyncClient() as client:
            while not self.up:
                with suppress(httpx.HTTPError):
                    answer = await client.get(f"http://{self.address}/readyz")
                    self.up = answer.is_success
                await asyncio.sleep(0.1)
