"""Whether a service lets go of a call when its caller has."""

import asyncio

import grpc.aio
from google.protobuf.descriptor import MethodDescriptor

from edge.tools.tool import path_of
from edge.verify.calls import Rpc
from edge.verify.findings import Finding, Remarks
from edge.verify.health import is_gone, state_of
from edge.verify.peer import Peer
from edge.verify.samples import sample

SHORT = (1, 20)
"""Deadlines, in milliseconds: over before the work begins, and during it."""

MOMENTS = (0, 0.01, 0.1)
"""Seconds after its arrival at which a call is cancelled."""

PASS_ON = "end the work at the call's deadline, and pass the deadline on"  # noqa: S105  no password
FREE = "let go of a call that is over: it must not hold a thread, a lock or the loop"


async def obeyed(peer: Peer) -> Remarks:
    """End a call by its deadline, however short, and go on serving."""
    for method in peer.callable:
        for milliseconds in SHORT:
            if not await ends(peer, method, milliseconds):
                problem = f"goes on long after a deadline of {milliseconds} ms"
                yield Finding(method.full_name, problem, PASS_ON)
        async for finding in left_behind(peer, method, "such a deadline"):
            yield finding


async def cancelled(peer: Peer) -> Remarks:
    """Go on serving after a call was cancelled."""
    for method in peer.callable:
        await cancel(peer, method)
        async for finding in left_behind(peer, method, "a cancelled call"):
            yield finding


async def ends(peer: Peer, method: MethodDescriptor, milliseconds: int) -> bool:
    """Tell whether the service ends a call soon after a deadline.

    The deadline is in the call's metadata alone (gRPC over HTTP/2, `grpc-timeout`):
    set the usual way, the client would end the call itself, whatever the service does.
    """
    good = sample(peer, method)
    metadata = (*good.metadata, ("grpc-timeout", f"{milliseconds}m"))
    rpc: Rpc = peer.channel.unary_unary(path_of(method))
    try:
        async with asyncio.timeout(milliseconds / 1000 + peer.times.settle):
            await rpc(good.request.SerializeToString(), metadata=metadata)
    except grpc.aio.AioRpcError:
        return True
    except TimeoutError:
        return False
    return True


async def cancel(peer: Peer, method: MethodDescriptor) -> None:
    """Cancel calls of an rpc, each at another moment of its work."""
    for seconds in MOMENTS:
        good = sample(peer, method)
        rpc: Rpc = peer.channel.unary_unary(path_of(method))
        call = rpc(good.request.SerializeToString(), metadata=good.metadata)
        await state_of(peer, "")  # once it is answered, the call has arrived
        await asyncio.sleep(seconds)
        call.cancel()


async def left_behind(peer: Peer, method: MethodDescriptor, by: str) -> Remarks:
    """Yield a finding where the service no longer answers."""
    if await is_gone(peer):
        seconds = f"{peer.times.settle:g} s"
        problem = f"after {by}, the service answers nothing within {seconds}"
        yield Finding(method.full_name, problem, FREE)
