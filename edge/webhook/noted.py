"""What is noted of a webhook, for the record of its call."""

from edge.context import Context
from edge.errors import InvalidArguments
from edge.state.answer import Answer
from edge.state.interactions import Interaction
from edge.state.parts import NOTHING, Notes
from edge.tools.tool import Tool
from edge.vapi.tool_calls import ToolCall


def tool_call(
    record: Notes,
    context: Context,
    call: ToolCall,
    tool: Tool | None,
    *,
    said: Answer,
    spent: float,
) -> None:
    """Note a tool call, and how many milliseconds it took."""
    given = call.arguments
    record.note(
        context,
        Interaction(
            at=context.arrived,
            kind="tool call",
            name=call.name,
            id=call.id,
            service=tool.service if tool else "",
            rpc=tool.method.full_name if tool else "",
            target=tool.target if tool else "",
            arguments={} if isinstance(given, InvalidArguments) else given,
            words=said.words,
            outcome=said.outcome,
            failed=said.failed,
            ms=spent,
        ),
        tool.hidden if tool else NOTHING,
    )
