"""What a mailbox is, whatever keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from email_service.deadline import Deadline

DEFAULT_LIMIT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which emails are meant."""

    sender: str = ""
    """What the sender's name or address contains, in any case; empty: anybody."""
    unread_only: bool = False
    limit: int = DEFAULT_LIMIT
    """How many of the newest to look into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is told of an email before it is opened; clean and bounded."""

    sender: str
    subject: str
    sent: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """An email in a list."""

    id: str
    envelope: Envelope
    unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a search found."""

    total: int
    newest: tuple[Summary, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """An email, opened; clean and bounded."""

    envelope: Envelope
    text: str
    truncated: bool
    attachments: tuple[str, ...]


class Mailbox(Protocol):
    """Keeps emails. Its methods block, and may be called from several threads."""

    def newest(self, search: Search, deadline: Deadline) -> Listing:
        """Return the newest emails that match, newest first; raises `MailError`."""

    def read(self, mail_id: str, deadline: Deadline) -> Email:
        """Return one email; raises `NoSuchEmail` or another `MailError`.

        It stays as unread as it was.
        """

    def close(self) -> None:
        """Let go of whatever is held."""
