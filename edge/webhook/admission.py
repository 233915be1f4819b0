"""What a tool call has to pass before its tool runs."""

from collections.abc import Awaitable

from msgspec.structs import replace

from edge.context import Context
from edge.errors import Code, Withheld
from edge.policies.load import Level
from edge.policies.rates import Who
from edge.tools.tool import Tool
from edge.vapi.encryption import PrivateKey, decrypted
from edge.vapi.tool_calls import ToolCall
from edge.webhook.terms import Terms
from edge.work.attempts import arguments_of


def opened(call: ToolCall, tool: Tool, key: PrivateKey | None) -> ToolCall:
    """Return a call of which the encrypted arguments can be read.

    What is written down of it stays as it came. Raises `InvalidArguments`.
    """
    readable = decrypted(arguments_of(call), tool.encrypted, key)
    return replace(call, arguments=readable)


def admit(context: Context, tool: Tool, terms: Terms) -> Awaitable[None] | None:
    """Count a tool call: at once, or once what is returned is awaited.

    Raises `Withheld`, or has it raised, for one too many.
    """
    if terms.load.sheds(Level.TOOL_CALLS):
        raise Withheld(Code.RESOURCE_EXHAUSTED, "OVERLOAD")
    return terms.rates.admit(
        Who(
            context.call_id,
            context.caller_number,
            context.assistant_id,
            terms.credential,
            tool.name,
        )
    )
