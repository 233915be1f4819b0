"""One call of an rpc, and what came of it."""

import asyncio
from dataclasses import dataclass
from typing import TypeAlias

import grpc.aio
from google.protobuf.descriptor import MethodDescriptor

from edge.errors import CallFailed, Code
from edge.invoke import NO_METADATA, Metadata
from edge.status import failure_of
from edge.tools.tool import path_of
from edge.verify.peer import Peer

Rpc: TypeAlias = grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a service answered."""

    code: Code
    response: bytes = b""
    failure: CallFailed | None = None
    """The words of a status other than OK."""

    late: bool = False
    """It was given up, after `Times.call`."""


LATE = Outcome(code=Code.DEADLINE_EXCEEDED, late=True)


async def call(
    peer: Peer,
    method: MethodDescriptor,
    payload: bytes,
    metadata: Metadata = NO_METADATA,
) -> Outcome:
    """Call an rpc with the bytes of a request; never raises."""
    rpc: Rpc = peer.channel.unary_unary(path_of(method))
    try:
        async with asyncio.timeout(peer.times.call):
            response = await rpc(payload, timeout=later(peer), metadata=metadata)
    except TimeoutError:
        return LATE
    except grpc.aio.AioRpcError as error:
        failure = failure_of(error)
        return Outcome(code=failure.code, failure=failure)
    return Outcome(code=Code.OK, response=response)


def later(peer: Peer) -> float:
    """Return a deadline, in seconds, that a service reaches after it was given up."""
    return peer.times.call + peer.times.settle
