"""How long a tool's answers take, and when one is late."""

import math

from edge.config.policies import Policies
from edge.policies.tokens import Tokens

WINDOW = 512
"""How many of the last answers are looked at: of fewer, those that are slow by chance
are too often more than the quantile leaves out."""

FIRST, EVERY = 32, 64
"""After how many answers the quantile is first worked out, and then anew: sorting
takes 40 µs."""

SAVED = 10.0
"""How many second attempts may be saved up for a bad moment."""

LEAST = 0.02
"""Seconds that nobody on a phone hears: within them no answer is late. A busy edge has
its own answers wait that long, and second attempts would keep it busier still."""

TICK = 0.001
"""uvloop's timers are rounded to milliseconds: an earlier one would come at once."""


class Pace:
    """The recent answers of one tool, and what it may spend on second attempts."""

    __slots__ = ("_count", "_quantile", "_recent", "late", "tokens")

    def __init__(self, terms: Policies) -> None:
        self.tokens = Tokens(terms.hedge_share, most=SAVED)
        self.late = math.inf
        """Seconds after which an attempt is late; infinite while that is unknown."""
        self._quantile = terms.hedge_quantile
        self._recent = [0.0] * WINDOW
        self._count = 0

    def note(self, seconds: float) -> None:
        """Take note of an answer, or of how long one was waited for in vain."""
        self._recent[self._count % WINDOW] = seconds
        self._count += 1
        if self._count % EVERY == 0 or self._count == FIRST:
            self._measure()

    def _measure(self) -> None:
        recent = sorted(self._recent[: self._count])
        found = recent[math.ceil(self._quantile * len(recent)) - 1]
        self.late = max(LEAST, (found // TICK + 1) * TICK)
