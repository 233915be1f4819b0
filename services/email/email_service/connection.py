"""A connection to one folder on an IMAP server."""

import imaplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from imap_tools.errors import (
    ImapToolsError,
    MailboxFolderSelectError,
    MailboxLoginError,
)

from email_service import response
from email_service.client import Client, Folders
from email_service.deadline import Deadline
from email_service.errors import Misconfigured, TooLate, Unreachable
from email_service.response import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a mailbox is, and how to get in."""

    host: str
    port: int
    tls: ssl.SSLContext | None
    """None: in the clear, which the configuration allows on loopback only."""
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


class Connection:
    """Logged in, and a folder open for reading only: nothing is ever marked as seen."""

    def __init__(self, server: Server, deadline: Deadline) -> None:
        with converted(), ExitStack() as stack:
            self._client = Client(server.host, server.port, server.tls, deadline)
            stack.callback(self.close)
            self._folders = Folders(self._client)
            self._enter(server)
            stack.pop_all()

    def _enter(self, server: Server) -> None:
        plain = (server.user + server.password).isascii()
        login = self._folders.login if plain else self._folders.login_utf8
        with refused():
            login(server.user, server.password, None)
        self._folders.folder.set(server.folder, readonly=True)
        self.validity = response.number(self._client.response("UIDVALIDITY")[1][0])
        """UIDs mean the same emails as long as this stays the same."""

    def begin(self, deadline: Deadline) -> None:
        """Have every wait from now on end by the deadline."""
        self._client.begin(deadline)

    def check(self, deadline: Deadline) -> None:
        """Hear of emails that came; raises `Unreachable` or `TooLate`."""
        self.begin(deadline)
        with converted():
            self._client.noop()

    def search(self, criteria: str, sender: str) -> list[int]:
        """Return the UIDs of the emails that match, the oldest first.

        The sender goes as a literal, by its length, so that nothing in it is syntax.
        """
        charset = None if sender.isascii() else "UTF-8"
        if sender:
            criteria += " FROM"
            self._client.literal = sender.encode()  # type: ignore[assignment]  # it is sent as bytes
        with converted():
            return sorted(map(int, self._folders.uids(criteria, charset)))

    def fetch(self, uids: Iterable[int], items: str) -> dict[int, dict[str, Node]]:
        """Return the items of each email that is still there, by UID."""
        wanted = ",".join(map(str, uids))
        with converted():
            status, lines = self._client.uid("FETCH", wanted, f"(UID {items})")
            said = response.emails(lines)
        if status != "OK":
            raise Unreachable("the server would not fetch")
        return said

    def close(self) -> None:
        """Hang up."""
        self._client.shutdown()


@contextmanager
def converted() -> Iterator[None]:
    """Convert what imaplib, imap-tools and the socket raise."""
    try:
        yield
    except TimeoutError as error:
        raise TooLate("the server does not answer") from error
    except ssl.SSLCertVerificationError as error:
        raise Misconfigured(f"the server's certificate: {error.reason}") from error
    except MailboxFolderSelectError as error:
        raise Misconfigured(f"the folder: {error}") from error
    except (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError) as error:
        raise Unreachable(f"the server: {error}") from error


@contextmanager
def refused() -> Iterator[None]:
    """Convert a refusal to log in, but not one for now only (RFC 5530)."""
    try:
        yield
    except (imaplib.IMAP4.abort, OSError):
        raise
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if "[UNAVAILABLE]" in str(error):
            raise
        raise Misconfigured("the server refuses the user or the password") from error
