"""A kettle with a defect, and what the checks say of it."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from edge.errors import DiscoveryError
from edge.tools.descriptors import contract_of
from edge.verify.checks import CHECKS, name_of
from edge.verify.examination import made
from edge.verify.learning import learned
from edge.verify.peer import Peer, Times, open_channel
from tests.verify.kettle import GOOD, compiled, serving

SHORT = Times(call=0.5, settle=0.5)
"""For what is sure not to come."""

SETTINGS = bytes.fromhex("000000040000000000")
"""An empty SETTINGS frame (RFC 9113, 6.5)."""

BY_NAME = {name_of(check): check for check in CHECKS}


@asynccontextmanager
async def peer_of(defect=GOOD, **changes):
    """Yield a kettle as the checks see it, with its descriptor set unless changed."""
    with serving(defect) as (address, files):
        given = contract_of(files.SerializeToString())
        async with open_channel(address) as channel:
            peer = Peer(address=address, channel=channel, given=given)
            yield replace(peer, **changes)


@pytest.fixture
def described():
    """The contract of a good kettle."""
    return contract_of(compiled().SerializeToString())


@pytest.fixture
def examined():
    """Return what one check says of a kettle that has a defect."""

    async def result(check, defect=GOOD, **changes):
        async with peer_of(defect, **changes) as peer:
            return await made(BY_NAME[check], await known(peer))

    return result


class Silent(asyncio.Protocol):
    """Speaks so much HTTP/2 that a client connects, and never answers."""

    def __init__(self):
        self.gone = asyncio.Event()

    def connection_made(self, transport):
        transport.write(SETTINGS)

    def connection_lost(self, error):
        self.gone.set()


@pytest.fixture
async def silent():
    """A peer that nobody hears from."""
    protocol = Silent()
    loop = asyncio.get_running_loop()
    async with await loop.create_server(lambda: protocol, "127.0.0.1", 0) as server:
        address = "{}:{}".format(*server.sockets[0].getsockname())
        async with open_channel(address) as channel:
            yield Peer(address=address, channel=channel, times=SHORT)
        await protocol.gone.wait()


async def known(peer):
    """Return the peer with its contract, as far as it can be learned."""
    try:
        return await learned(peer)
    except DiscoveryError:
        return peer
