"""A real store for every test: nats-server over a folder of its own."""

from contextlib import asynccontextmanager

import pytest

from edge.config.store import Store as Settings
from edge.context import Context
from edge.state.store import Store

PHONE = Context(call_id="call-1", caller_number="+12025550142")


@asynccontextmanager
async def kept(folder, **changes):
    """Run a store over a folder, as an edge does."""
    store = Store(Settings(data=str(folder), **changes))
    async with store.running():
        yield store


@pytest.fixture
async def store(tmp_path):
    """A store that is ready."""
    async with kept(tmp_path) as store:
        yield store


@pytest.fixture
async def replicas(store):
    """Two edges' stores over one server."""
    url = store.server.folder.url
    async with kept("unused", url=url, replicas=1) as other:
        yield store, other
