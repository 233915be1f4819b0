"""One call of a hook service: its turn, its end, and what its failures mean."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc.aio
from google.protobuf.message import DecodeError

from edge.errors import CallFailed, Code
from edge.status import failure_of
from edge.tools.channel import leaving
from edge.tools.filling import quoted
from edge.tools.service import Service
from edge.vapi.messages import Message

DOUBTFUL_SECONDS = 1.0
"""How long a service that is known to be missing is asked all the same."""

FAILURES = (
    grpc.aio.AioRpcError,
    grpc.aio.UsageError,
    asyncio.CancelledError,
    DecodeError,
)
"""What a call raises; the second, where its channel is closed already."""


@asynccontextmanager
async def turn(service: Service, message: Message, end: float) -> AsyncIterator[None]:
    """Wait for a call's turn, by the policies of the service, and tell how it went.

    Raises `CallFailed`, which whatever gRPC raises inside becomes too.
    """
    lane = service.lane
    if lane.running < lane.room:
        lane.running += 1
    else:
        await lane.enter(end)
    try:
        yield
    except FAILURES as error:
        failure = failure_in(error)
        lane.breaker.failed(failure.code, call_id_of(message))
        raise failure from error
    finally:
        lane.leave()
    if lane.breaker.strained:
        lane.breaker.answered()


def failure_in(error: BaseException) -> CallFailed:
    """Return what became of a call; raises the error where it is us who are cancelled.

    A call that is cancelled, while nobody has cancelled us, has lost its channel. The
    words of a service stay out of it, for they would end in the log.
    """
    if isinstance(error, grpc.aio.AioRpcError):
        return CallFailed(failure_of(error).code)
    if isinstance(error, DecodeError):
        return CallFailed(Code.INTERNAL, "the answer is garbage")
    if isinstance(error, asyncio.CancelledError) and leaving():
        raise error
    return CallFailed(Code.UNAVAILABLE, "the channel was closed")


def metadata_of(message: Message) -> tuple[tuple[str, str], ...]:
    """Return what a service learns of the call beside the request."""
    call_id = call_id_of(message)
    return (("vapi-call-id", quoted(call_id)),) if call_id else ()


def call_id_of(message: Message) -> str:
    """Return Vapi's id of the call, or ""."""
    return message.call.id if message.call else ""


def end_of(service: Service, deadline: float) -> float:
    """Return when to stop waiting: soon, for a service that is known to be missing."""
    if service.missing is None or not service.tried:
        return deadline
    return min(deadline, asyncio.get_running_loop().time() + DOUBTFUL_SECONDS)
