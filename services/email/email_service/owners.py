"""Who may hear the mailbox."""

import re

from email_service.errors import NotTheOwner, UnknownCaller

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
"""ITU-T E.164: a plus, a country code, 15 digits at most."""

SEPARATORS = str.maketrans("", "", " -.()")


class Owners:
    """The numbers of those the mailbox belongs to; none of them, nobody."""

    def __init__(self, numbers: frozenset[str] = frozenset()) -> None:
        self._numbers = numbers

    @classmethod
    def parse(cls, text: str) -> "Owners":
        """Return the owners named in `text`, by commas; raises `ValueError`.

        Numbers are E.164; spaces, dashes, dots and parentheses may group the digits.
        """
        numbers = [part.translate(SEPARATORS) for part in text.split(",")]
        for number in filter(None, numbers):
            if not E164.fullmatch(number):
                raise ValueError(f"{number!r} is not a number such as +15550100")
        return cls(frozenset(filter(None, numbers)))

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def admit(self, caller: str) -> None:
        """Return if the mailbox is the caller's.

        Raises `UnknownCaller` if `caller` is no number (empty, "anonymous"), and
        `NotTheOwner`. Compared strictly: a number that merely resembles an owner's,
        without its country code say, is not that owner.
        """
        if not E164.fullmatch(caller):
            raise UnknownCaller("no caller number")
        if caller not in self._numbers:
            raise NotTheOwner("not an owner's number")
