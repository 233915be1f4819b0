"""Tool calls answered: each with words, whatever happens."""

import asyncio
from collections.abc import Mapping
from time import perf_counter
from typing import Any

import structlog

from edge import speech
from edge.context import Context
from edge.errors import CallFailed, Code, InvalidArguments, ToolError
from edge.invoke import invoke
from edge.speech import Speech
from edge.tools.tool import Tool
from edge.tools.toolbox import Toolbox
from edge.vapi import answers
from edge.vapi.answers import ToolCallResult
from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.tool_calls import ToolCall, tool_calls

log = structlog.get_logger(__name__)


async def answer_all(message: Message, toolbox: Toolbox, deadline: float) -> bytes:
    """Run the tool calls of one message in parallel, under one deadline."""
    results = await results_of(message, toolbox, deadline)
    return answers.of_tool_calls(results)


async def answer_legacy(message: Message, toolbox: Toolbox, deadline: float) -> bytes:
    """Run the one call of a legacy function-call."""
    results = await results_of(message, toolbox, deadline)
    return answers.of_function_call(results[0]) if results else answers.NOTHING


async def results_of(
    message: Message, toolbox: Toolbox, deadline: float
) -> list[ToolCallResult]:
    """Return one result per tool call, in order."""
    context = context_of(message)
    calls = tool_calls(message)
    if len(calls) == 1:  # the usual case, spared a task of its own
        return [await answer(calls[0], toolbox, context, deadline)]
    return await asyncio.gather(
        *(answer(call, toolbox, context, deadline) for call in calls)
    )


async def answer(
    call: ToolCall, toolbox: Toolbox, context: Context, deadline: float
) -> ToolCallResult:
    """Run one tool call; a failure is an answer too."""
    started = perf_counter()
    tool: Tool | None = None
    try:
        tool = toolbox.pick(call.name, context.call_id)
        response = await invoke(
            tool,
            arguments_of(call),
            context=context,
            tool_call_id=call.id,
            deadline=deadline,
        )
        said, outcome = Speech(speech.line(tool.result_of(response))), "OK"
    except ToolError as error:
        said = words_for(error, tool, complete=toolbox.complete)
        outcome = outcome_of(error)
    except Exception:  # a mistake of ours must not silence the other calls
        log.exception("tool call broke", call_id=context.call_id, tool=call.name)
        said, outcome = Speech(speech.BROKEN, failed=True), "BUG"
    log.info(
        "tool call",
        call_id=context.call_id,
        tool_call_id=call.id,
        tool=call.name[:64],
        service=tool.service if tool else None,
        target=tool.target if tool else None,
        outcome=outcome,
        ms=round((perf_counter() - started) * 1000, 1),
    )
    return result_of(call, said)


def arguments_of(call: ToolCall) -> Mapping[str, Any]:
    """Return a call's arguments, or raise why they could not be read."""
    if isinstance(call.arguments, InvalidArguments):
        raise call.arguments
    return call.arguments


def words_for(error: ToolError, tool: Tool | None, *, complete: bool) -> Speech:
    """Return what is said of a failure; one that casts doubt on the tool is told."""
    if tool and isinstance(error, CallFailed) and error.code is Code.UNIMPLEMENTED:
        tool.doubt()
    fallback = tool.fallback if tool else ""
    return speech.of_error(error, fallback=fallback, complete=complete)


def outcome_of(error: ToolError) -> str:
    """Return a status code's name, or the name of what the edge itself found."""
    return error.code.name if isinstance(error, CallFailed) else type(error).__name__


def result_of(call: ToolCall, said: Speech) -> ToolCallResult:
    """Put words under the key that says whether they tell of a failure."""
    if said.failed:
        return ToolCallResult(call.id, call.name, error=said.words)
    return ToolCallResult(call.id, call.name, result=said.words)
