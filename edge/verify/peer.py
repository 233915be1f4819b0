"""The service that is examined, and what may be done to it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import grpc.aio
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from edge.tools.comments import NONE, Comments
from edge.tools.descriptors import Contract
from edge.tools.reflection import parsed
from edge.tools.tool import Effects

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


def is_harmless(method: MethodDescriptor) -> bool:
    """Tell whether an rpc is declared to have no effects."""
    return Effects(method.GetOptions().idempotency_level) is Effects.NONE
