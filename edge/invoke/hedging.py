"""A second attempt beside one that is late.

`grpc.aio` ignores the `hedgingPolicy` of a service config.
"""

import asyncio
from time import perf_counter
from typing import Any

import grpc.aio

from edge.invoke.requests import Request
from edge.policies.pace import Pace
from edge.tools.channel import leaving
from edge.tools.tool import Tool


class Race:
    """Whichever attempt answers first wins; the other is cancelled.

    The usual call pays for a timer alone: the second attempt is a task made only
    when the first is late.
    """

    __slots__ = ("_answer", "_first", "_request", "_second", "_tool")

    def __init__(self, tool: Tool, request: Request, first: Any) -> None:  # noqa: ANN401  grpc.aio's call is generic
        self._tool = tool
        self._request = request
        self._first = first
        self._second: asyncio.Task[bytes | None] | None = None
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
            if self._second is None or (answer := await self._second) is None:
                raise
        finally:
            if timer:
                timer.cancel()
            if self._second:
                self._second.cancel()
                self._second = None  # which holds this, once it has failed
        pace.note(perf_counter() - began)
        return answer

    def _hedge(self, pace: Pace) -> None:
        """Begin the second attempt, if the service has room for it."""
        lane = self._tool.lane
        if lane.running < lane.room and pace.tokens.spend():
            lane.running += 1
            self._second = asyncio.create_task(self._chase())
            # Not in the task itself: cancelled before its first step, it never runs.
            self._second.add_done_callback(lambda _: lane.leave())

    async def _chase(self) -> bytes | None:
        """Make the second attempt; None where it fails, for the first may still win."""
        request = self._request
        left = request.end - asyncio.get_running_loop().time()
        request.attempts += 1
        call = self._tool.call(request.payload, timeout=left, metadata=request.metadata)
        try:
            self._answer = await call
        except grpc.aio.AioRpcError:
            return None
        self._first.cancel()
        return self._answer
