"""Two ways to do the same thing, timed against each other."""

import timeit
from collections.abc import Callable
from dataclasses import dataclass

from bench.targets import Target

TURN_SECONDS = 0.01
"""How long one of the two runs before it is the other's turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What both took, in microseconds."""

    what: str
    own: float
    other: float

    def at_least(self, times: float) -> Target:
        """Return the promise that our own is so many times faster."""
        ratio = self.other / self.own
        return Target(what=self.what, value=ratio, bound=times, least=True)


def compared(
    what: str, own: Callable[[], object], other: Callable[[], object], turns: int
) -> Comparison:
    """Time both in turn, and keep each one's fastest: the rest is other people's."""
    timers = [timeit.Timer(own), timeit.Timer(other)]
    numbers = [number_of(timer) for timer in timers]
    fastest = [float("inf"), float("inf")]
    for turn in range(2 * turns):
        which = turn % 2
        taken = timers[which].timeit(numbers[which]) / numbers[which]
        fastest[which] = min(fastest[which], taken)
    return Comparison(what=what, own=fastest[0] * 1e6, other=fastest[1] * 1e6)


def number_of(timer: timeit.Timer) -> int:
    """Return how often the timed call fits into one turn."""
    number, seconds = timer.autorange()
    return max(int(number * TURN_SECONDS / seconds), 1)
