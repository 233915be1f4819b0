"""A visit to the store by who does not keep it: the commands."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from edge.config import store as settings
from edge.config.settings import Config
from edge.errors import ConfigError, StoreLost
from edge.state.callers import Callers, key_of
from edge.state.connection import Connection
from edge.state.folder import Folder, url_in
from edge.state.server import server_of

WAIT_SECONDS = 10.0


class Visit:
    """An open connection, and the marker of callers."""

    def __init__(self, connection: Connection, callers: Callers) -> None:
        self.connection = connection
        self.callers = callers


@asynccontextmanager
async def visiting(config: Config) -> AsyncIterator[Visit]:
    """Reach the store, whether an edge runs or not.

    Raises `ConfigError` where there is none, or it does not answer.
    """
    if config.store is None:
        raise ConfigError("there is no [store]: nothing was kept")
    connection, callers = Connection(config.store), Callers()
    async with reached(config.store) as url:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await connection.open(url)
                callers.key = await key_of(
                    config.store, connection, seconds=WAIT_SECONDS
                )
            yield Visit(connection, callers)
        except (TimeoutError, StoreLost) as error:
            raise ConfigError(f"the store does not answer: {error}") from error
        finally:
            await connection.close()


@asynccontextmanager
async def reached(store: settings.Store) -> AsyncIterator[str]:
    """Yield where the store listens; an edge's own server is started if none runs."""
    folder = Path(store.data) / "store"
    if store.url:
        yield store.url
    elif Folder(folder).taken():
        yield url_in(folder)
    else:
        async with server_of(store).running() as url:
            yield url
