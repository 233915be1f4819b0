"""The moment by which an answer is due."""

from time import monotonic

from email_service.errors import TooLate


class Deadline:
    """A moment in the future, decided once and handed down."""

    def __init__(self, seconds: float) -> None:
        self._at = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left, more than 0; raises `TooLate` when none is."""
        seconds = self._at - monotonic()
        if seconds <= 0:
            raise TooLate("the deadline passed")
        return seconds

    def sooner(self, seconds: float) -> "Deadline":
        """Return a deadline in `seconds`, or this one if that is sooner."""
        return Deadline(min(seconds, self.left()))

    def expire(self) -> None:
        """Have the deadline passed now: nobody waits for the answer any more."""
        self._at = 0.0
