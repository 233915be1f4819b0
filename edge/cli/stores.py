"""The store's server, where it is the edge's own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from edge.cli.asked import Asked
from edge.cli.loop import run_in_loop
from edge.config.settings import Config
from edge.logs.lines import Lines
from edge.workers.child import Lifeline, Work

if TYPE_CHECKING:
    from edge.state.server import Server


def claimed(config: Config) -> "Server | None":
    """Return the edge's own server, its folder this edge's; None where it has none.

    Raises `ConfigError` where another edge has the folder.
    """
    if config.store is None or config.store.url:
        return None
    from edge.state.server import server_of  # noqa: PLC0415  nats is for who asks for it

    server = server_of(config.store)
    server.claim()
    return server


@asynccontextmanager
async def running(store: "Server | None") -> AsyncIterator[str]:
    """Run the server, if there is one, and yield its URL; raises `ConfigError`."""
    if store is None:
        yield ""
        return
    async with store.running() as url:
        yield url


def keeping(store: "Server", lines: Lines) -> Work:
    """Return what the process does that keeps the store for the workers."""

    def work(lifeline: Lifeline) -> int:
        try:
            run_in_loop(keep(store, lifeline))
        finally:
            lines.close()
        return 0

    return work


async def keep(store: "Server", lifeline: Lifeline) -> None:
    """Run the store's server until told to stop; raises `ConfigError`."""
    asked = Asked(lifeline)
    async with store.running():
        lifeline.ready()
        await asked.stop.wait()
