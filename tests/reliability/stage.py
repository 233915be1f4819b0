"""Where a trial is played: edges, a store, a service, each of which can be killed."""

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from demo.processes import Process
from tests.reliability.edges import Edge
from tests.reliability.faults import (
    TAKE_OVER_SECONDS,
    WITH_LEADER_SECONDS,
    struck,
)
from tests.reliability.leaders import current, leader
from tests.reliability.network import Network
from tests.state.cluster import Cluster, free_port


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
        fault = struck("edge", TAKE_OVER_SECONDS)
        await self.bury(edge, rng)
        await edge.start()
        if len(self.edges) == 1:
            await edge.listening()
            fault.since = time.time()  # before, there was nobody to take over
        return fault

    async def bury(self, edge, rng):
        await edge.kill()
        await asyncio.sleep(rng.uniform(0.2, 1.5))

    async def kill_server(self, rng):
        fault = struck("server", TAKE_OVER_SECONDS)
        with suppress(OSError, ValueError):  # it may be dead at this moment
            pid = int((self.data / "store" / "nats.pid").read_text())
            os.kill(pid, signal.SIGKILL)
        return fault

    async def kill_service(self, rng):
        fault = struck("service")
        self.service.kill()
        await asyncio.sleep(rng.uniform(0.2, 1.5))
        self.service = self._service()
        self.service.__enter__()
        await asyncio.to_thread(self.service.listening)
        return fault

    async def kill_node(self, rng, node=None):
        node = node or rng.choice(self.cluster.nodes)
        fault = struck("node", WITH_LEADER_SECONDS)
        node.kill()
        await asyncio.sleep(rng.uniform(0.2, 1.5))
        node.start()
        return fault

    async def kill_leader(self, rng):
        node = self.cluster.node(await leader(self.cluster.url))
        fault = await self.kill_node(rng, node)
        fault.kind = "leader"
        return fault

    async def kill_leader_and_edge(self, rng):
        node = self.cluster.node(await leader(self.cluster.url))
        edge = rng.choice(self.edges)
        fault = struck("leader and edge", WITH_LEADER_SECONDS)
        node.kill()
        await self.bury(edge, rng)
        node.start()
        await edge.start()
        return fault

    async def cut(self, rng, number=None):
        fault = struck("cut", WITH_LEADER_SECONDS)
        which = rng.randrange(3) if number is None else number
        await self.network.cut(which, rng.uniform(2, 6))
        return fault

    async def cut_leader(self, rng):
        name = await leader(self.network.url)
        fault = await self.cut(rng, int(name[1:]))
        fault.kind = "leader cut"
        return fault

    async def fill_disk(self, rng):
        fault = struck("disk")
        filler = self.data / "filler"
        with suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"x" * 65536)
                file.flush()
        await asyncio.sleep(rng.uniform(2, 4))
        filler.unlink(missing_ok=True)
        return fault

    async def step_clock(self, rng):
        fault = struck("clock")
        steps = self.folder / "clock"
        steps.write_text(rng.choice(["+3600s", "-3600s", "+0s", "+30s", "-5s"]))
        await asyncio.sleep(rng.uniform(0.5, 2))
        return fault

    async def whole(self):
        """Wait until nothing is missing: three replicas survive one loss at a time."""
        for edge in self.edges:
            await edge.starting
        if self.cluster or self.network:
            await current((self.cluster or self.network).url)
