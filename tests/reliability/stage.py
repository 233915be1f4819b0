"""Where a trial is played: edges, a store, a service, each of which can be killed."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import nats
import nats.errors

from demo.processes import Process
from tests.reliability.network import Network
from tests.state.cluster import Cluster, free_port
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


class Stage:
    """Everything of one trial."""

    def __init__(self, folder: Path, vapi, *, replicas: int, where: str, data=None):
        self.folder = folder
        self.vapi = vapi
        self.data = data or folder / "data"
        self.service_port = free_port()
        self.ledger = folder / "ledger"
        self.cluster = self.network = None
        store = f'data = "{self.data}"'
        if where == "cut":
            self.network = Network(folder)
            store = f'url = "{self.network.url}"'
        elif where == "cluster":
            self.cluster = Cluster(folder, 3)
            store = f'url = "{self.cluster.url}"'
        self.store = store
        self.edges = [Edge(self, number, store) for number in range(replicas)]
        self.service = self._service()

    def _service(self):
        arguments = [str(self.service_port), str(self.ledger)]
        program = [sys.executable, "-m", "tests.reliability.service", *arguments]
        return Process("service", program)

    async def start(self):
        self.service.__enter__()
        await asyncio.to_thread(self.service.listening)
        for edge in self.edges:
            await edge.start()
        for edge in self.edges:
            await edge.starting

    async def close(self):
        for edge in self.edges:
            await edge.stop()
        await asyncio.to_thread(self.service.stop)
        if self.network:
            self.network.close()
        for node in self.cluster.nodes if self.cluster else ():
            node.kill()

    async def kill_edge(self, rng):
        edge = rng.choice(self.edges)
        await edge.kill()
        await asyncio.sleep(rng.uniform(0.2, 1.5))
        await edge.start()

    async def kill_server(self, rng):
        with suppress(OSError, ValueError):  # it may be dead at this moment
            pid = int((self.data / "store" / "nats.pid").read_text())
            os.kill(pid, signal.SIGKILL)

    async def kill_service(self, rng):
        self.service.kill()
        await asyncio.sleep(rng.uniform(0.2, 1.5))
        self.service = self._service()
        self.service.__enter__()

    async def kill_node(self, rng, node=None):
        node = node or rng.choice(self.cluster.nodes)
        node.kill()
        await asyncio.sleep(rng.uniform(0.2, 1.5))
        node.start()

    async def kill_leader(self, rng):
        await self.kill_node(rng, self.cluster.node(await leader(self.cluster.url)))

    async def cut(self, rng):
        await self.network.cut(rng.randrange(3), rng.uniform(2, 6))

    async def cut_leader(self, rng):
        name = await leader(self.network.url)
        await self.network.cut(int(name[1:]), rng.uniform(2, 6))

    async def fill_disk(self, rng):
        filler = self.data / "filler"
        with suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"x" * 65536)
                file.flush()
        await asyncio.sleep(rng.uniform(2, 4))
        filler.unlink(missing_ok=True)

    async def step_clock(self, rng):
        steps = self.folder / "clock"
        steps.write_text(rng.choice(["+3600s", "-3600s", "+0s", "+30s", "-5s"]))
        await asyncio.sleep(rng.uniform(0.5, 2))


async def leader(url):
    """Return the name of the node that leads the stream of jobs."""
    client = await nats.connect(url.split(","))
    try:
        while True:
            with suppress(nats.errors.Error):  # they are electing
                info = await client.jetstream().stream_info("JOBS")
                if info.cluster.leader:
                    return info.cluster.leader
    finally:
        await client.close()
