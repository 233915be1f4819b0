"""A call that runs for as long as one likes, of whatever rpc."""

import asyncio
from contextlib import suppress
from typing import Any, TypeAlias

import grpc.aio
from google.protobuf.descriptor import MethodDescriptor

from edge.errors import Code
from edge.tools.tool import path_of
from edge.verify.calls import call
from edge.verify.health import state_of
from edge.verify.peer import Peer
from edge.verify.samples import sample

Slow: TypeAlias = grpc.aio.StreamUnaryMultiCallable[bytes, bytes]

OVER = (asyncio.InvalidStateError, grpc.aio.AioRpcError, grpc.aio.InternalError)
"""What grpc.aio raises for a write into a call that has ended."""


class Held:
    """A call that runs for as long as its request is held back.

    To the service it is a call like any other: headers first, then the message.
    """

    def __init__(self, stream: Any, payload: bytes, usual: Code) -> None:  # noqa: ANN401  grpc.aio's call is generic
        self._stream = stream
        self._payload = payload
        self._usual = usual

    async def problem(self) -> str:
        """Let the call end; return what is wrong with its end, "" where nothing is."""
        with suppress(*OVER):
            await self._stream.write(self._payload)
            await self._stream.done_writing()
        code = await self._stream.code()
        finished = code.name == self._usual.name
        return "" if finished else "breaks off a call that runs"


async def hold(peer: Peer, method: MethodDescriptor) -> Held:
    """Begin a call of an rpc, and return once it has surely arrived."""
    good = sample(peer, method)
    payload = good.request.SerializeToString()
    usual = await call(peer, method, payload, good.metadata)
    rpc: Slow = peer.channel.stream_unary(path_of(method))
    longest = peer.times.settle + peer.times.call + peer.times.stop
    stream = rpc(timeout=longest, metadata=good.metadata)
    with suppress(grpc.aio.AioRpcError):  # which its end will tell
        await stream.wait_for_connection()
    await state_of(peer, "")
    return Held(stream, payload, usual.code)
