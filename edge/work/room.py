"""The store, and all that works from it, wired together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from edge.config import store as settings
from edge.state.events import Events
from edge.state.parts import State
from edge.state.store import Store
from edge.tools.discovery import Discovery
from edge.work.delivery import Delivery
from edge.work.intake import EventIntake
from edge.work.subscribers import Subscribers


@asynccontextmanager
async def working(
    config: settings.Store, state: State, discovery: Discovery, *, url: str = ""
) -> AsyncIterator[None]:
    """Keep the store, and do what waits in it; raises `ConfigError`.

    With a `url`, the embedded store is kept by another process.
    """
    store = Store(config, url)
    subscribers = Subscribers(discovery, store.connection)
    delivery = Delivery(subscribers, store.connection, store.dead)
    store.equip(state)
    state.events = EventIntake(subscribers, Events(store.connection), store.callers)
    async with store.running():
        tasks = [asyncio.create_task(room.run()) for room in (subscribers, delivery)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
