"""The store, and all that works from it, wired together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from edge.config.settings import Config
from edge.endings import ended
from edge.errors import ConfigError
from edge.state.choices import SharedChoices
from edge.state.events import Events
from edge.state.jobs import TELL, TOOL, Jobs
from edge.state.parking import Parking
from edge.state.parts import State
from edge.state.store import Store
from edge.state.streams import JOBS
from edge.state.worker import Do, Worker
from edge.tools.discovery import Discovery
from edge.work.behind import BehindTheCall
from edge.work.delivery import Delivery
from edge.work.intake import EventIntake
from edge.work.running import ToolRunner
from edge.work.subscribers import Subscribers
from edge.work.telling import Teller
from edge.work.waiting import Waiting


class Room:
    """Who works from the store."""

    def __init__(self, store: Store, config: Config, discovery: Discovery) -> None:
        self.store = store
        self.jobs = Jobs(store.connection, store.callers)
        self.parking = Parking(store.connection, store.callers)
        self.waiting = Waiting(self.jobs)
        self.subscribers = Subscribers(discovery, store.connection)
        self.delivery = Delivery(self.subscribers, store.connection, store.dead)
        self.choices = SharedChoices(
            store.connection, store.tasks, discovery.toolbox.choices
        )
        self._discovery = discovery
        self._control = config.control

    def equip(self, state: State) -> None:
        """Give the line what the store makes possible."""
        store = self.store
        store.equip(state)
        state.events = EventIntake(
            self.subscribers, Events(store.connection), store.callers
        )
        state.behind = BehindTheCall(self.jobs, self.parking, self.waiting, store.tasks)
        self.teller = Teller(self._control, self.jobs, self.parking, state)
        self._runner = ToolRunner(
            self._discovery.toolbox, self.jobs, store.dead, state, self.waiting
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work until the block is left."""
        rooms = (
            self.choices,
            self.subscribers,
            self.delivery,
            self._worker(TOOL, self._runner.run),
            self._worker(TELL, self.teller.tell),
        )
        tasks = [asyncio.create_task(room.run()) for room in rooms]
        try:
            yield
        finally:
            await ended(tasks)
            await self.teller.close()

    def _worker(self, kind: str, do: Do) -> Worker:
        return Worker(
            self.store.connection,
            self.store.dead,
            do,
            stream=JOBS,
            subject=f"{JOBS}.*.*.{kind}.*",
            name=kind,
            at_once=self.store.config.at_once,
        )


@asynccontextmanager
async def working(
    config: Config,
    state: State,
    discovery: Discovery,
    *,
    stop: asyncio.Event,
    url: str = "",
) -> AsyncIterator[None]:
    """Keep the store, and do what waits in it; raises `ConfigError`.

    With a `url`, the embedded store is kept by another process.
    """
    if config.store is None:
        raise ConfigError("there is no [store]")
    room = Room(Store(config.store, url), config, discovery)
    room.equip(state)
    async with room.store.running(stop), room.running():
        yield
