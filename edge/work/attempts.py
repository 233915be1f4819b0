"""One attempt at a tool call: whatever becomes of it, an answer."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from edge import speech
from edge.context import Context
from edge.errors import (
    CallFailed,
    Code,
    InvalidArguments,
    Outdated,
    ToolError,
    Withheld,
)
from edge.invoke import Request, request_of, send
from edge.state.answer import Answer
from edge.tools.tool import Tool
from edge.vapi.tool_calls import ToolCall


async def attempt(
    tool: Tool, call: ToolCall, context: Context, deadline: float
) -> Answer:
    """Call the service before the deadline, a moment of the loop's clock."""
    request: Request | None = None
    try:
        request = request_of(tool, arguments_of(call), context, call.id, deadline)
        response = await send(tool, request)
    except ToolError as error:
        answer = answer_of(error, tool, context)
        return replace(answer, attempts=request.attempts) if request else answer
    words = speech.line(tool.result_of(response))
    return Answer(words, failed=False, outcome="OK", attempts=request.attempts)


def arguments_of(call: ToolCall) -> Mapping[str, Any]:
    """Return a call's arguments, or raise why they could not be read."""
    if isinstance(call.arguments, InvalidArguments):
        raise call.arguments
    return call.arguments


def answer_of(
    error: ToolError, tool: Tool | None, context: Context, *, complete: bool = True
) -> Answer:
    """Return what is said of a failure; one that casts doubt on the tool is told."""
    if tool and isinstance(error, CallFailed) and error.code is Code.UNIMPLEMENTED:
        tool.doubt()
    if tool and isinstance(error, Outdated):
        said = speech.of_outdated(tool.result_of(error.response), error.seconds)
        return Answer(said.words, said.failed, outcome_of(error))
    fallbacks = tool.fallbacks if tool else {}
    several = fallbacks or (isinstance(error, CallFailed) and error.localized)
    said = speech.of_error(
        error,
        fallbacks=fallbacks,
        language=context.read_language() if several else "",
        complete=complete,
    )
    return Answer(said.words, said.failed, outcome_of(error))


def outcome_of(error: ToolError) -> str:
    """Return a status code's name, or the name of what the edge itself found."""
    if isinstance(error, Withheld):
        return error.message
    if isinstance(error, CallFailed) and not isinstance(error, Outdated):
        return error.code.name
    return type(error).__name__
