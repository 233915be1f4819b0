"""Which tools an assistant's calls may use."""

from collections.abc import Callable, Sequence

from edge.tools.selection import selected
from edge.tools.toolbox import Tools
from edge.vapi.assistants import Assistant
from edge.vapi.messages import Message
from edge.webhook.doors import names_of

ToolsOf = Callable[[Message], Tools]
"""Returns the tools that a message's assistant may use."""


def limited(tools: Tools, assistants: Sequence[Assistant]) -> ToolsOf:
    """Return what narrows the tools by assistant, where any is limited."""
    own = {
        name: selected(tools, each.tools)
        for each in assistants
        for name in each.names
        if each.tools
    }
    if not own:
        return lambda _: tools

    def tools_of(message: Message) -> Tools:
        return next((own[name] for name in names_of(message) if name in own), tools)

    return tools_of
