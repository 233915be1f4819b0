"""Some of the tools on offer: those that somebody may use."""

from collections.abc import Iterator
from difflib import get_close_matches

from edge.errors import UnknownTool
from edge.tools.tool import Tool
from edge.tools.toolbox import Tools


class Selection:
    """Those of a toolbox that are named; to its reader there are no others."""

    def __init__(self, tools: Tools, names: frozenset[str]) -> None:
        self._tools = tools
        self._names = names

    @property
    def complete(self) -> bool:
        """Whether every service has shown its tools."""
        return self._tools.complete

    def __iter__(self) -> Iterator[Tool]:
        return (tool for tool in self._tools if tool.name in self._names)

    def service_of(self, name: str) -> str:
        """Return which service offers a tool; empty for one that is not among them."""
        return self._tools.service_of(name) if name in self._names else ""

    def pick(self, name: str, call_id: str) -> Tool:
        """Return the tool for a phone call, or raise `UnknownTool`."""
        if name not in self._names:
            nearest = get_close_matches(name, [tool.name for tool in self], n=1)
            raise UnknownTool(name, nearest="".join(nearest))
        return self._tools.pick(name, call_id)


def selected(tools: Tools, names: frozenset[str]) -> Tools:
    """Return the tools that are named; all of them where no name is given."""
    return Selection(tools, names) if names else tools
