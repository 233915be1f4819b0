"""What a check has to say of a service."""

from collections.abc import AsyncIterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a service owes, and does not do."""

    subject: str
    """The rpc, field, file or name at which it was seen."""

    problem: str
    mend: str
    """What its author changes."""


@dataclass(frozen=True, slots=True)
class Note:
    """Advice, which nobody has to take."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that could not be looked at from here."""

    subject: str
    reason: str


Remark = Finding | Note | Unseen
Remarks = AsyncIterator[Remark]
