"""The arguments nobody declared: counted, for a misspelling may hide among them."""

from collections import Counter

import structlog

MOST_NAMES = 100
"""Names counted one by one: a sender may make up any number of them."""

OTHERS = "…"

log = structlog.get_logger(__name__)


class Ignored:
    """How often a tool was sent which undeclared arguments.

    Vapi's static parameters arrive among the model's own, declared or not (Vapi
    docs, tools/static-variables-and-aliases).
    """

    def __init__(self, tool: str) -> None:
        self.counts: Counter[str] = Counter()
        self._tool = tool

    def __call__(self, name: str) -> None:
        """Count a name, and log it the first time."""
        known = name in self.counts or len(self.counts) < MOST_NAMES
        kept = name if known else OTHERS
        self.counts[kept] += 1
        if self.counts[kept] == 1:
            log.info("argument ignored", tool=self._tool, argument=kept[:64])
