"""How often who did something, in windows of time.

In memory the storages of the library `limits` look through all their keys at each hit,
in a task or a thread of their own, and take 7 µs; this takes one, within bounds.
"""

from collections import OrderedDict
from time import monotonic

MOST = 50_000
"""How many windows there are; what was not counted for longest is forgotten first."""

Who = tuple[str, str]
"""A kind of key, and the key."""


class Counts:
    """A window for each: it begins with the first hit in it."""

    def __init__(self) -> None:
        self._windows: OrderedDict[Who, tuple[float, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._windows)

    def hit(self, who: Who, seconds: float) -> int:
        """Return how often that was in the window of so many seconds, this included."""
        now = monotonic()
        ends, count = self._windows.pop(who, (0.0, 0))
        if ends <= now:
            ends, count = now + seconds, 0
        self._windows[who] = ends, count + 1
        if len(self._windows) > MOST:
            self._windows.popitem(last=False)
        return count + 1
