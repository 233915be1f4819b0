"""A second attempt beside one that is late.

`grpc.aio` ignores the `hedgingPolicy` of a service config.
"""

import asyncio
from contextlib import suppress
from time import perf_counter
from typing import Any

import grpc.aio

from edge.invoke.requests import Request
from edge.policies.pace import Pace
from edge.tools.channel import abandon, leaving
from edge.tools.tool import Tool


class Race:
    """Whichever attempt answers first wins; the other is cancelled.

    The usual call pays for a timer alone: the second attempt is a task made only
    when the first is late.
    """

    __slots__ = ("_answer", "_chasing", "_first", "_request", "_second", "_tool")

    def __init__(self, tool: Tool, request: Request, first: Any) -> None:  # noqa: ANN401  grpc.aio's call is generic
        self._tool = tool
        self._request = request
        self._first = first
        self._second: Any = None
        self._chasing: asyncio.Task[bytes | None] | None = None
        self._answer: bytes | None = None

    async def run(self, pace: Pace) -> Any:  # noqa: ANN401  bytes, says grpc.aio
        """Return the first answer; raise as the first attempt does if there is none."""
        loop = asyncio.get_running_loop()
        tokens = pace.tokens
        tokens.earn()
        timer = None
        if tokens.level >= 1 and loop.time() + pace.late < self._request.end:
            timer = loop.call_later(pace.late, self._hedge, pace)
        began = perf_counter()
        try:
            answer = await self._first
        except asyncio.CancelledError:
            if self._answer is None or leaving():
                raise
            answer = self._answer
        except grpc.aio.AioRpcError:
            if self._chasing is None or (answer := await self._chasing) is None:
                raise
        finally:
            if timer:
                timer.cancel()
            if self._chasing:
                abandon(self._second)
                self._chasing = None  # which holds this, once it has failed
        pace.note(perf_counter() - began)
        return answer

    def _hedge(self, pace: Pace) -> None:
        """Begin the second attempt, if the service has room for it."""
        lane, request = self._tool.lane, self._request
        if lane.running >= lane.room or not pace.tokens.spend():
            return
        left = request.end - asyncio.get_running_loop().time()
        with suppress(grpc.aio.UsageError):  # the channel was closed: the first fails
            self._second = self._tool.call(
                request.payload, timeout=left, metadata=request.metadata
            )
            request.attempts += 1
            lane.running += 1
            self._chasing = asyncio.create_task(self._chase())
            # Not in the task itself: cancelled before its first step, it never runs.
            self._chasing.add_done_callback(lambda _: lane.leave())

    async def _chase(self) -> bytes | None:
        """Await the second attempt; None where it fails: the first may still win."""
        try:
            self._answer = await self._second
        except grpc.aio.AioRpcError:
            return None
        abandon(self._first)
        return self._answer
