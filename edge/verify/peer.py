"""The service that is examined, and what may be done to it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import grpc.aio
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from edge.errors import DiscoveryError
from edge.tools import descriptors
from edge.tools.comments import NONE, Comments
from edge.tools.descriptors import Contract
from edge.tools.options import tool_options
from edge.tools.reflection import parsed
from edge.tools.tool import Effects
from edge.verify import questions

OPTIONS = (
    ("grpc.enable_http_proxy", 0),
    # What is seen on one channel is not to come from another's connection.
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.enable_retries", 0),
)
"""No health check of the channel's own, unlike the edge's: a sick service is looked at
all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long a service is waited for, in seconds."""

    call: float = 5.0
    """For the answer to a call that sets no deadline of its own."""

    settle: float = 2.0
    """For what has to happen at once."""

    start: float = 15.0
    stop: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A live service, and what is known of it."""

    address: str
    channel: grpc.aio.Channel
    given: Contract | None = None
    """The descriptor set that says what its contract is."""

    caller: str = ""
    """Who calls, E.164, where the edge fills that in."""

    effects: bool = False
    """Whether tools with effects may be called."""

    command: tuple[str, ...] = ()
    """What starts another process of it."""

    times: Times = field(default_factory=Times)
    contract: Contract | None = None
    """What it serves, once learned: the descriptor set's, or else reflection's."""

    tools: tuple[MethodDescriptor, ...] = ()
    comments: Comments = NONE

    @property
    def services(self) -> tuple[str, ...]:
        """The full names of its gRPC services."""
        return self.contract.services if self.contract else ()

    @property
    def callable(self) -> tuple[MethodDescriptor, ...]:
        """The tools that may be called."""
        return tuple(m for m in self.tools if self.effects or is_harmless(m))

    def files(self) -> Iterator[FileDescriptorProto]:
        """Yield the files of the contract."""
        for data in self.contract.files if self.contract else ():
            yield parsed(data)


@asynccontextmanager
async def connected(peer: Peer) -> AsyncIterator[Peer]:
    """Yield the peer with a channel of its own to its address."""
    async with open_channel(peer.address) as channel:
        yield replace(peer, channel=channel)


def open_channel(address: str) -> grpc.aio.Channel:
    """Open a channel to any gRPC target; connecting waits for the first call."""
    return grpc.aio.insecure_channel(address, options=OPTIONS)


async def learned(peer: Peer) -> Peer:
    """Return the peer with its contract, learned as the edge would.

    Raises `DiscoveryError` where there is none that can be used.
    """
    contract = await contract_of(peer)
    known = replace(peer, contract=contract)
    return replace(
        known,
        tools=tuple(m for m in descriptors.methods(contract) if is_tool(m)),
        comments=Comments(known.files()),
    )


async def contract_of(peer: Peer) -> Contract:
    """Return the contract; of a descriptor set, as much of it as is served."""
    if peer.given is None:
        return await shown_by(peer)
    try:
        served = await served_by(peer)
    except DiscoveryError:
        return peer.given
    both = (name for name in peer.given.services if name in served)
    return replace(peer.given, services=tuple(both))


async def shown_by(peer: Peer) -> Contract:
    """Return the contract that reflection shows, or raise `DiscoveryError`."""
    return await questions.reflect(peer.channel, timeout=peer.times.call)


async def served_by(peer: Peer) -> tuple[str, ...]:
    """Return the gRPC services that reflection lists, or raise `DiscoveryError`."""
    return await questions.served(peer.channel, timeout=peer.times.call)


def is_tool(method: MethodDescriptor) -> bool:
    """Tell whether the edge would offer an rpc."""
    return not tool_options(method).hidden


def is_harmless(method: MethodDescriptor) -> bool:
    """Tell whether an rpc is declared to have no effects."""
    return Effects(method.GetOptions().idempotency_level) is Effects.NONE
