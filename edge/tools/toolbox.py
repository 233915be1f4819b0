"""The tools on offer now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Protocol

from edge.errors import UnknownTool
from edge.tools.releases import Choices, Release
from edge.tools.tool import Tool

Offer = Sequence[Release]
"""What one service offers now."""


class Tools(Protocol):
    """Tools to pick from: a toolbox, or some of one."""

    @property
    def complete(self) -> bool:
        """Whether every service has shown its tools."""

    def __iter__(self) -> Iterator[Tool]:
        """Iterate over the tools, one of each name."""

    def service_of(self, name: str) -> str:
        """Return which service offers a tool; empty for one that is not among them."""

    def pick(self, name: str, call_id: str) -> Tool:
        """Return the tool for a phone call, or raise `UnknownTool`."""


class Toolbox:
    """Tools by name; replaced whole, so that a reader never sees half a change."""

    def __init__(self) -> None:
        self._tools: Mapping[str, Sequence[Release]] = {}
        self.choices = Choices()
        self.clashes: tuple[str, ...] = ()
        """Names offered twice, in words that name both services."""
        self.complete = False
        """Whether every service has shown its tools."""

    def __getitem__(self, name: str) -> Tool:
        return self.pick(name, "")

    def __iter__(self) -> Iterator[Tool]:
        return (releases[0].tool for releases in self._tools.values())

    def pick(self, name: str, call_id: str) -> Tool:
        """Return the tool for a phone call, or raise `UnknownTool`.

        Where several releases go by one name, the call keeps to the one it began
        with.
        """
        try:
            releases = self._tools[name]
        except KeyError:
            nearest = get_close_matches(name, self._tools, n=1)
            raise UnknownTool(name, nearest="".join(nearest)) from None
        if len(releases) == 1:
            return releases[0].tool
        return self.choices.choose(releases, call_id)

    def service_of(self, name: str) -> str:
        """Return the service that offers a tool; empty where none does."""
        releases = self._tools.get(name)
        return releases[0].tool.service if releases else ""

    def replace(self, offers: Iterable[Offer], *, complete: bool) -> None:
        """Offer these tools and no others; of two that share a name, the first.

        Offers of services that share their name too are releases of one.
        """
        tools: dict[str, list[Release]] = {}
        clashes: dict[str, None] = {}
        for release in (release for offer in offers for release in offer):
            tool = release.tool
            first = tools.setdefault(tool.name, [])
            if not first or first[0].tool.service == tool.service:
                first.append(release)
            else:
                clashes[clash(first[0].tool, tool)] = None
        self._tools = tools
        self.clashes = tuple(clashes)
        self.complete = complete


def clash(first: Tool, second: Tool) -> str:
    """Say that two services offer one name."""
    return (
        f"{first.name} is offered by {first.service} and {second.service}; "
        f"{first.service} keeps the name"
    )
