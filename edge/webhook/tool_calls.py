"""Tool calls answered, those of one message at once."""

import asyncio

from edge.tools.toolbox import Tools
from edge.vapi import answers
from edge.vapi.answers import ToolCallResult
from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.tool_calls import tool_calls
from edge.webhook.terms import Terms
from edge.webhook.uses import answer


async def answer_all(
    message: Message, toolbox: Tools, terms: Terms, deadline: float
) -> bytes:
    """Run the tool calls of one message in parallel, under one deadline."""
    results = await results_of(message, toolbox, terms, deadline)
    return answers.of_tool_calls(results)


async def answer_legacy(
    message: Message, toolbox: Tools, terms: Terms, deadline: float
) -> bytes:
    """Run the one call of a legacy function-call."""
    results = await results_of(message, toolbox, terms, deadline)
    return answers.of_function_call(results[0]) if results else answers.NOTHING


async def results_of(
    message: Message, toolbox: Tools, terms: Terms, deadline: float
) -> list[ToolCallResult]:
    """Return one result per tool call, in order."""
    context = context_of(message)
    calls = tool_calls(message)
    if len(calls) == 1:  # the usual case, spared a task of its own
        return [await answer(calls[0], toolbox, terms, context, deadline)]
    return await asyncio.gather(
        *(answer(call, toolbox, terms, context, deadline) for call in calls)
    )
