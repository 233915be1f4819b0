"""Tool calls with effects: asked for twice, they happen once."""

import hashlib

from edge.context import Context
from edge.errors import InvalidArguments
from edge.state.answer import Answer, Run, Use
from edge.state.once import Once
from edge.tools.tool import Tool
from edge.vapi.tool_calls import ToolCall


async def once(
    once: Once,
    tool: Tool,
    call: ToolCall,
    context: Context,
    *,
    run: Run,
    deadline: float,
) -> Answer:
    """Run a tool call, or answer the repeat of one as the first was answered."""
    use = Use(
        caller=context.caller_number,
        call_id=context.call_id,
        tool_call_id=call.id,
        tool=tool.name,
        fingerprint=fingerprint(tool, call),
    )
    return await once.answer(use, run, deadline=deadline)


def fingerprint(tool: Tool, call: ToolCall) -> str:
    """Return what is the same for the same arguments, however the model writes them.

    Empty where they do not fit the tool: that is not worth remembering.
    """
    if isinstance(call.arguments, InvalidArguments):
        return ""
    try:
        request = tool.request_of(call.arguments)
    except InvalidArguments:
        return ""
    written = request.SerializeToString(deterministic=True)
    return hashlib.blake2b(written, digest_size=12).hexdigest()
