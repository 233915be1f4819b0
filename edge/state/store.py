"""The store, wired: its server, its connection, and what lies in it."""

import asyncio
from asyncio import FIRST_COMPLETED
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from edge.config import store as settings
from edge.endings import ended
from edge.errors import StoreLost
from edge.state.callers import Callers, key_of
from edge.state.complaints import complain
from edge.state.connection import Connection
from edge.state.dead import Dead
from edge.state.ledger import StoredLedger
from edge.state.live import SharedCalls
from edge.state.parts import State
from edge.state.record import Record
from edge.state.server import Server, folder_of, server_of
from edge.state.tasks import Tasks

START_SECONDS = 5.0
"""How long the edge's start waits for the store; it comes later, too."""

STOP_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Store:
    """All of it, for as long as the edge runs.

    With a `url`, somebody else keeps the server that is this edge's own.
    """

    def __init__(self, config: settings.Store, url: str = "") -> None:
        self.config = config
        self._url = url or config.url
        self.connection = Connection(config, self._complain)
        self.callers = Callers()
        self.tasks = Tasks()
        self.dead = Dead(self.connection)
        self.record = Record(config.record, self.connection, self.callers)
        self.server: Server | None = None
        self._begun = asyncio.Event()

    def _complain(self) -> None:
        if not self.config.url:
            complain(folder_of(self.config))

    def equip(self, state: State) -> None:
        """Give the line what the store makes possible."""
        state.once.ledger = StoredLedger(
            self.connection, self.callers, self.tasks, begun=self._begun
        )
        state.calls = SharedCalls(self.connection, self.tasks)
        state.once.on_loss = self.config.on_loss
        state.record = self.record if self.config.record.enabled else None

    @asynccontextmanager
    async def running(
        self, stop: asyncio.Event | None = None, *, wait: float = START_SECONDS
    ) -> AsyncIterator[None]:
        """Keep the store; yields once it is ready, was waited for, or is to stop.

        Raises `ConfigError` where it cannot ever be.
        """
        async with self._served() as url:
            tasks = [
                asyncio.create_task(work) for work in (self._open(url), self._record())
            ]
            try:
                await first(tasks[0], stop or asyncio.Event(), seconds=wait)
                self._begun.set()
                await self._fail(tasks[0])
                yield
                await self._drain()
            finally:
                await ended(tasks)
                await self.connection.close()

    @asynccontextmanager
    async def _served(self) -> AsyncIterator[str]:
        """Yield where the store listens, having started it where it is our own."""
        if self._url:
            yield self._url
            return
        self.server = server_of(self.config)
        async with self.server.running() as url:
            yield url

    async def _open(self, url: str) -> None:
        await self.connection.open(url)
        while not self.callers.key:
            try:
                self.callers.key = await key_of(
                    self.config, self.connection, seconds=START_SECONDS
                )
            except StoreLost as error:
                log.warning("store not ready", why=str(error))
        log.info("store ready", cluster=bool(self.config.url))

    async def _fail(self, opening: asyncio.Task[None]) -> None:
        """Raise what keeps the store from ever opening, or say that it is late."""
        if opening.done():
            opening.result()
        else:
            log.warning("store not ready yet; the edge starts without it")

    async def _record(self) -> None:
        await self.connection.ready.wait()
        await self.record.run()

    async def _drain(self) -> None:
        if self.connection.up:
            await self.record.close(STOP_SECONDS)
            await self.tasks.close(STOP_SECONDS)


async def first(
    task: "asyncio.Task[None]", stop: asyncio.Event, *, seconds: float
) -> None:
    """Wait for a task, for so long, or until told to stop."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([task, stopping], timeout=seconds, return_when=FIRST_COMPLETED)
    await ended([stopping])
