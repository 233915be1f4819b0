"""Tool calls answered, those of one message at once."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeAlias

from edge.tools.toolbox import Tools
from edge.vapi.answers import ToolCallResult
from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.tool_calls import tool_calls
from edge.webhook.terms import Terms
from edge.webhook.uses import answer

Render: TypeAlias = Callable[[Sequence[ToolCallResult]], bytes]
"""Makes a body of the results, one per tool call, in order."""


async def answer_all(
    message: Message, toolbox: Tools, terms: Terms, deadline: float, render: Render
) -> bytes:
    """Run the tool calls of one message in parallel, under one deadline."""
    context = context_of(message)
    calls = tool_calls(message)
    if len(calls) == 1:  # the usual case, spared a task of its own
        return render([await answer(calls[0], toolbox, terms, context, deadline)])
    return render(
        await asyncio.gather(
            *(answer(call, toolbox, terms, context, deadline) for call in calls)
        )
    )
