"""A budget for what is done beyond the calls themselves."""


class Tokens:
    """Each call adds a share of a token; what is extra costs one."""

    __slots__ = ("level", "most", "share")

    def __init__(self, share: float, *, most: float, level: float = 0.0) -> None:
        self.share = share
        self.most = most
        """How many may be saved."""
        self.level = level

    def earn(self) -> None:
        """Add what one call brings."""
        if self.level < self.most:
            self.level += self.share

    def spend(self) -> bool:
        """Take a token, if there is a whole one."""
        if self.level < 1:
            return False
        self.level -= 1
        return True
