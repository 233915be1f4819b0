"""One tool call: arguments in, response out, before the deadline."""

import asyncio
import random
from collections.abc import Iterator, Mapping
from typing import Any

import grpc.aio
from google.protobuf.message import DecodeError, Message

from edge.context import Context
from edge.errors import CallFailed, Code
from edge.status import failure_of
from edge.tools.filling import idempotency_key, quoted
from edge.tools.tool import Effects, Tool

PAUSES = (0.05, 0.2)
"""Seconds before each further attempt, jittered by half."""


class Metadata(grpc.aio.Metadata):
    """Pairs, to be gone through once.

    Of a plain tuple gRPC makes a dictionary of lists, and of that a tuple again.
    """

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)


NO_METADATA = Metadata()


async def invoke(
    tool: Tool,
    arguments: Mapping[str, Any],
    *,
    context: Context,
    tool_call_id: str,
    deadline: float,
) -> Message:
    """Return the response, or raise `InvalidArguments` or `CallFailed`.

    `deadline` is a moment of the running loop's clock; the call is over by then.
    """
    payload = payload_of(tool, arguments, context, tool_call_id)
    metadata = metadata_of(context, tool_call_id)
    clock = asyncio.get_running_loop().time
    end = min(deadline, clock() + tool.deadline)
    pauses = iter(() if tool.effects is Effects.UNKNOWN else PAUSES)
    while True:
        left = end - clock()
        if left <= 0:
            raise CallFailed(Code.DEADLINE_EXCEEDED, "no time is left")
        try:
            response = await tool.call(payload, timeout=left, metadata=metadata)
            return tool.response_of(response)
        except grpc.aio.AioRpcError as error:
            await rest_or_raise(failure_of(error), next(pauses, None), end)
        except DecodeError as error:
            raise CallFailed(Code.INTERNAL, "the response is garbage") from error


def payload_of(
    tool: Tool, arguments: Mapping[str, Any], context: Context, tool_call_id: str
) -> bytes:
    """Return the request's bytes, or raise `InvalidArguments`."""
    request = tool.request_of(arguments)
    if tool.fill:
        tool.fill(request, context, tool_call_id)
    if tool.check:
        tool.check(request)
    return request.SerializeToString()


async def rest_or_raise(failure: CallFailed, pause: float | None, end: float) -> None:
    """Pause before another attempt; raise where none may help, or none is left."""
    seconds = (pause or 0) * random.uniform(0.5, 1.5)  # noqa: S311  spreads, hides nothing
    late = asyncio.get_running_loop().time() + seconds >= end
    if pause is None or late or failure.code is not Code.UNAVAILABLE:
        raise failure
    await asyncio.sleep(seconds)


def metadata_of(context: Context, tool_call_id: str) -> Metadata:
    """Return what a service learns of the call beside the request.

    `idempotency-key` is named as in draft-ietf-httpapi-idempotency-key-header.
    """
    key = idempotency_key(context, tool_call_id)
    if not key:
        return NO_METADATA
    return Metadata(("idempotency-key", key), ("vapi-call-id", quoted(context.call_id)))
