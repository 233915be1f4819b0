"""One tool call, by the policies of its tool and its service."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from google.protobuf.message import Message

from edge.context import Context
from edge.invoke.attempts import FAILURES, attempt, failure_of_attempt
from edge.invoke.recall import recall
from edge.invoke.requests import NO_METADATA, Request, metadata_of, payload_of
from edge.invoke.retries import PAUSES, pause_after
from edge.tools.tool import Tool


def invoke(
    tool: Tool,
    arguments: Mapping[str, Any],
    *,
    context: Context,
    tool_call_id: str,
    deadline: float,
) -> Coroutine[Any, Any, Message]:
    """Return the response, or raise `InvalidArguments` or `CallFailed`.

    `Outdated` is a `CallFailed` that brings an earlier answer.

    `deadline` is a moment of the running loop's clock; the call is over by then.
    To be awaited; no coroutine of its own, which would cost each call.
    """
    return send(tool, request_of(tool, arguments, context, tool_call_id, deadline))


def request_of(
    tool: Tool,
    arguments: Mapping[str, Any],
    context: Context,
    tool_call_id: str,
    deadline: float,
) -> Request:
    """Return what is to be sent, as `invoke` is told; raises `InvalidArguments`."""
    return Request(
        payload_of(tool, arguments, context, tool_call_id),
        NO_METADATA if tool.memory else metadata_of(context, tool_call_id),
        min(deadline, asyncio.get_running_loop().time() + tool.deadline),
        context.call_id,
    )


def send(tool: Tool, request: Request) -> Coroutine[Any, Any, Message]:
    """Return the response as `invoke` does; the request counts its attempts."""
    memory = tool.memory
    return recall(memory, tool, request, ask) if memory else ask(tool, request)


async def ask(tool: Tool, request: Request) -> Message:
    """Ask the service when it is the call's turn, and again where that may help."""
    lane = tool.lane
    if lane.running < lane.room:
        lane.running += 1
    else:
        await lane.enter(request.end)
    try:
        lane.retries.earn()
        message = tool.response_of(await attempt(tool, request))
    except FAILURES as error:
        message = await ask_again(error, tool, request)
    finally:
        lane.leave()
    if lane.breaker.strained:
        lane.breaker.answered()
    return message


async def ask_again(error: BaseException, tool: Tool, request: Request) -> Message:
    """Make further attempts while they may help; raise the last one's failure."""
    try:
        for pause in PAUSES:
            await asyncio.sleep(pause_after(error, pause, tool, request))
            try:
                return tool.response_of(await attempt(tool, request))
            except FAILURES as another:
                error = another
        raise failure_of_attempt(error, tool, request)
    finally:
        del error  # its traceback holds this frame, and so the whole webhook
