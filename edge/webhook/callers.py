"""What is known of the caller before the assistant answers."""

import asyncio
from typing import Any

import structlog

from edge.context import Context
from edge.errors import Outdated, ToolError
from edge.invoke import invoke
from edge.tools.toolbox import Tools
from edge.vapi.assistants import Assistant

CONTEXT_SECONDS = 1.5
"""How long the caller's record may keep the phone ringing."""

log = structlog.get_logger(__name__)


async def values_of(
    chosen: Assistant, context: Context, toolbox: Tools, deadline: float
) -> dict[str, Any]:
    """Run the tools that know the caller; one that fails leaves its name out."""
    now = asyncio.get_running_loop().time()
    end = min(deadline, now + CONTEXT_SECONDS)
    names = list(chosen.context)
    found = await asyncio.gather(
        *(fields_of(chosen.context[name], context, toolbox, end) for name in names)
    )
    return {
        name: fields
        for name, fields in zip(names, found, strict=True)
        if fields is not None
    }


async def fields_of(
    tool_name: str, context: Context, toolbox: Tools, end: float
) -> dict[str, Any] | None:
    """Return what a tool knows of the caller, or None where it knows nothing."""
    try:
        tool = toolbox.pick(tool_name, context.call_id)
        response = await invoke(
            tool, {}, context=context, tool_call_id="", deadline=end
        )
        fields = tool.fields_of(response)
    except Outdated as error:
        fields = tool.fields_of(error.response)
    except ToolError as error:
        log.info("no context", call_id=context.call_id, tool=tool_name, why=str(error))
        return None
    fields.pop("speech", None)
    return fields
