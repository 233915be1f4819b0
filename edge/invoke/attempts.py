"""One attempt at a tool call, or two side by side."""

import asyncio
from collections.abc import Awaitable

import grpc.aio
from google.protobuf.message import DecodeError

from edge.errors import CallFailed, Code
from edge.invoke.hedging import Race
from edge.invoke.requests import Request
from edge.status import failure_of
from edge.tools.channel import leaving
from edge.tools.tool import Tool

FAILURES = (
    grpc.aio.AioRpcError,
    grpc.aio.UsageError,
    asyncio.CancelledError,
    DecodeError,
)
"""What an attempt raises; `failure_of_attempt` tells them apart."""


def attempt(tool: Tool, request: Request) -> Awaitable[bytes]:
    """Begin an attempt, to be awaited; raises `CallFailed` where it is too late."""
    left = request.end - asyncio.get_running_loop().time()
    if left <= 0:
        raise CallFailed(Code.DEADLINE_EXCEEDED, "no time is left")
    request.attempts += 1
    call = tool.call(request.payload, timeout=left, metadata=request.metadata)
    return Race(tool, request, call).run(tool.pace) if tool.pace else call


def failure_of_attempt(
    error: BaseException, tool: Tool, request: Request
) -> CallFailed:
    """Convert what an attempt raised, and tell the breaker; raise it if we are told to.

    A call that is cancelled, while nobody has cancelled us, has lost its channel; one
    that was not begun has found it closed.
    """
    if isinstance(error, grpc.aio.AioRpcError):
        failure = failure_of(error)
        tool.lane.breaker.failed(failure.code, request.call_id)
        return failure
    if isinstance(error, DecodeError):
        return CallFailed(Code.INTERNAL, "the response is garbage")
    if isinstance(error, asyncio.CancelledError) and leaving():
        raise error
    return CallFailed(Code.UNAVAILABLE, "the channel was closed")
