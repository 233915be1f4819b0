"""What is sent to a service: the request, and what travels beside it."""

from collections.abc import Iterator, Mapping
from typing import Any

import grpc.aio
from msgspec import Struct

from edge.context import Context
from edge.tools.filling import idempotency_key, quoted
from edge.tools.tool import Tool


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


class Request(Struct):
    """One tool call on its way to a service."""

    payload: bytes
    metadata: Metadata
    end: float
    """The moment of the loop's clock at which it is over."""

    call_id: str
    """The phone call."""

    attempts: int = 0
    """How often it was sent so far, attempts side by side included."""


def payload_of(
    tool: Tool, arguments: Mapping[str, Any], context: Context, tool_call_id: str
) -> bytes:
    """Return the request's bytes, or raise `InvalidArguments`."""
    request = tool.request_of(arguments)
    if tool.fill:
        tool.fill(request, context, tool_call_id)
    if tool.check:
        tool.check(request)
    # What is remembered is found by these bytes, so a map has to be in order.
    return request.SerializeToString(deterministic=tool.memory is not None)


def metadata_of(context: Context, tool_call_id: str) -> Metadata:
    """Return what a service learns of the call beside the request.

    `idempotency-key` is named as in draft-ietf-httpapi-idempotency-key-header.
    """
    key = idempotency_key(context, tool_call_id)
    if not key:
        return NO_METADATA
    return Metadata(("idempotency-key", key), ("vapi-call-id", quoted(context.call_id)))
