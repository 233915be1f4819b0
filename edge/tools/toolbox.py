"""The tools on offer now."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from edge.errors import UnknownTool
from edge.tools.tool import Tool


class Toolbox:
    """Tools by name; replaced whole, so that a reader never sees half a change."""

    def __init__(self) -> None:
        self._tools: dict[str, Tool] = {}
        self.clashes: tuple[str, ...] = ()
        """Names offered twice, in words that name both services."""
        self.complete = False
        """Whether every service has shown its tools."""

    def __getitem__(self, name: str) -> Tool:
        try:
            return self._tools[name]
        except KeyError:
            nearest = get_close_matches(name, self._tools, n=1)
            raise UnknownTool(name, nearest="".join(nearest)) from None

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._tools.values())

    def replace(self, offers: Iterable[Sequence[Tool]], *, complete: bool) -> None:
        """Offer these tools and no others; of two that share a name, the first."""
        tools: dict[str, Tool] = {}
        clashes = []
        for tool in (tool for offer in offers for tool in offer):
            first = tools.setdefault(tool.name, tool)
            if first is not tool:
                clashes.append(
                    f"{tool.name} is offered by {first.service} and {tool.service}; "
                    f"{first.service} keeps the name"
                )
        self._tools = tools
        self.clashes = tuple(clashes)
        self.complete = complete
