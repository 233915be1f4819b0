"""Never the same apology three times in a row in one phone call."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from edge.speech.sentences import ANYWAY, again

MOST_CALLS = 10_000
"""Phone calls whose last apology is remembered, the oldest forgotten first."""

TWICE = 2


class Said(NamedTuple):
    """The last apology of a phone call."""

    words: str
    times: int
    """How often in a row."""


class Patience:
    """What was apologised with last, in each phone call."""

    def __init__(self) -> None:
        self._said: OrderedDict[str, Said] = OrderedDict()

    def vary(self, call_id: str, words: str, variants: Sequence[str] = ()) -> str:
        """Return what to say: `words`, the variant next to the last, or others.

        `variants` are ways to say the same, of which `words` is one.
        """
        if not call_id:
            return words
        last = self._said.pop(call_id, Said("", 0))
        chosen = next_of(variants, last.words) or words
        if chosen == last.words and last.times >= TWICE:
            chosen = again(words) if again(words) != last.words else ANYWAY
        times = last.times + 1 if chosen == last.words else 1
        self._said[call_id] = Said(chosen, times)
        if len(self._said) > MOST_CALLS:
            self._said.popitem(last=False)
        return chosen


def next_of(variants: Sequence[str], last: str) -> str:
    """Return the variant that follows the last one; "" where that is none of them."""
    if last not in variants:
        return ""
    return variants[(variants.index(last) + 1) % len(variants)]
