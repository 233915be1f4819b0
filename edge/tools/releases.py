"""Several releases of one tool, side by side under one name."""

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from edge.tools.tool import Tool

MOST_CALLS = 10_000
"""Phone calls whose release is remembered, the oldest forgotten first."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release of a tool, with its share of new calls."""

    tool: Tool
    weight: float
    alive: Callable[[], bool]


class Choice(NamedTuple):
    """Which release of a service a phone call keeps to."""

    service: str
    call_id: str
    target: str


def nobody(choice: Choice) -> None:
    """Tell nobody of a choice."""


class Choices:
    """Which release each phone call began with, by the release's target."""

    def __init__(self) -> None:
        self.tell: Callable[[Choice], None] = nobody
        """Told of each choice that is made here."""
        self._targets: OrderedDict[tuple[str, str], str] = OrderedDict()

    def choose(self, releases: Sequence[Release], call_id: str) -> Tool:
        """Return the release for a call: the one it began with, while that lives.

        A call that is new, or whose release is dead, goes by weight among the
        living; among all, where none is.
        """
        key = (releases[0].tool.service, call_id)
        living = [r for r in releases if r.alive() and r.weight] or list(releases)
        begun = self._targets.get(key)
        for release in releases:
            if release.tool.target == begun and release.alive():
                return release.tool
        chosen = max(living, key=lambda release: score(release, call_id)).tool
        self._remember(key, chosen.target)
        if call_id:
            self.tell(Choice(*key, chosen.target))
        return chosen

    def learn(self, choice: Choice, *, anew: bool) -> None:
        """Follow what another chose: in place of what is known here, if it is new."""
        key = (choice.service, choice.call_id)
        if anew or key not in self._targets:
            self._remember(key, choice.target)

    def _remember(self, key: tuple[str, str], target: str) -> None:
        self._targets[key] = target
        if len(self._targets) > MOST_CALLS:
            self._targets.popitem(last=False)


def score(release: Release, call_id: str) -> float:
    """Return a release's claim on a call."""
    return claim(release.tool.target, release.weight, call_id)


def claim(target: str, weight: float, call_id: str) -> float:
    """Return the claim on a call of whatever lies at a target: the highest wins.

    Weighted rendezvous hashing: each wins the share its weight gives it, and one
    that is added or taken away moves no call between the others.
    """
    digest = hashlib.blake2b(f"{target} {call_id}".encode(), digest_size=8)
    uniform = (int.from_bytes(digest.digest(), "big") + 1) / (2**64 + 1)
    return -weight / math.log(uniform)
