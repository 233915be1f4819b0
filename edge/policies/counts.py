"""How often each of a kind did something, in windows of time.

In memory the storages of the library `limits` look through all their keys at each hit,
in a task or a thread of their own, and take 7 µs; this takes one, within bounds.
"""

from collections import OrderedDict
from time import monotonic

from msgspec import Struct

MOST = 25_000
"""How many windows there are; what was not counted for longest is forgotten first."""


class Window(Struct):
    """So long as it lasts, hits add up."""

    ends: float
    count: int


class Counts:
    """A window for each key: it begins with the first hit in it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._windows: OrderedDict[str, Window] = OrderedDict()

    def __len__(self) -> int:
        return len(self._windows)

    def hit(self, key: str, seconds: float) -> int:
        """Return how often that was in the window of so many seconds, this included."""
        now = monotonic()
        window = self._windows.pop(key, None)
        if window is None or window.ends <= now:
            self._forget(now)
            window = Window(now + seconds, 0)
        self._windows[key] = window
        window.count += 1
        return window.count

    def _forget(self, now: float) -> None:
        """Make room for one more, and give back what nobody needs any longer."""
        windows = self._windows
        while windows:
            key, oldest = next(iter(windows.items()))
            if len(windows) < self._most and oldest.ends > now:
                break
            del windows[key]
