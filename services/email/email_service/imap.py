"""A mailbox on an IMAP server."""

import re
from functools import partial
from itertools import islice

from email_service import headers, message, structure
from email_service.connection import Connection, Server
from email_service.deadline import Deadline
from email_service.errors import NoSuchEmail
from email_service.mailbox import Email, Envelope, Listing, Search, Summary
from email_service.message import Part
from email_service.pool import Pool
from email_service.response import Node

HEADERS = f"BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE)]<0.{headers.MAX_BYTES}>"
MAX_TEXTS = 8
"""Texts of one email beyond which none is fetched."""

ID = re.compile(r"([1-9][0-9]{0,9})-([1-9][0-9]{0,9})")
"""A UIDVALIDITY and a UID: together they mean one email for ever."""


class ImapMailbox:
    """Keeps its emails on a server, and at most `size` connections to it."""

    def __init__(self, server: Server, size: int) -> None:
        self._pool = Pool(partial(Connection, server), size)

    def newest(self, search: Search, deadline: Deadline) -> Listing:
        """Return the newest emails that match, newest first; raises `MailError`."""
        return self._pool.run(partial(newest, search=search), deadline)

    def read(self, mail_id: str, deadline: Deadline) -> Email:
        """Return one email; raises `NoSuchEmail` or another `MailError`."""
        match = ID.fullmatch(mail_id)
        if not match:
            raise NoSuchEmail("not an id")
        validity, uid = map(int, match.groups())
        email = self._pool.run(partial(read, validity=validity, uid=uid), deadline)
        if email is None:
            raise NoSuchEmail("no such UID")
        return email

    def close(self) -> None:
        """Hang up."""
        self._pool.close()


def newest(connection: Connection, search: Search) -> Listing:
    """Ask the server for the newest that match, and for their headers alone."""
    criteria = "UNDELETED UNSEEN" if search.unread_only else "UNDELETED"
    uids = connection.search(criteria, search.sender)
    wanted = uids[-search.limit :][::-1]
    found = connection.fetch(wanted, f"FLAGS {HEADERS}") if wanted else {}
    summaries = (summary(connection, uid, found[uid]) for uid in wanted if uid in found)
    return Listing(total=len(uids), newest=tuple(summaries))


def summary(connection: Connection, uid: int, said: dict[str, Node]) -> Summary:
    """Return an email in a list from what the server says of it."""
    flags = said.get("FLAGS")
    unread = not isinstance(flags, list) or b"\\Seen" not in flags
    mail_id = f"{connection.validity}-{uid}"
    return Summary(id=mail_id, envelope=envelope(said), unread=unread)


def read(connection: Connection, *, validity: int, uid: int) -> Email | None:
    """Ask the server for the email's texts, not for what is attached."""
    if validity != connection.validity:
        return None
    said = connection.fetch([uid], f"BODYSTRUCTURE {HEADERS}").get(uid)
    if said is None:
        return None
    described = said.get("BODYSTRUCTURE")
    root = structure.tree(described if isinstance(described, list) else [])
    fill(connection, uid, list(islice(message.texts(root), MAX_TEXTS)))
    return message.opened(envelope(said), root)


def fill(connection: Connection, uid: int, parts: list[Part]) -> None:
    """Fetch the beginnings of the parts."""
    items = [f"BODY.PEEK[{part.section}]<0.{message.PART_BYTES}>" for part in parts]
    said = connection.fetch([uid], " ".join(items)).get(uid, {}) if items else {}
    for part in parts:
        body = item(said, f"BODY[{part.section}]")
        part.set_payload(body.decode("ascii", "surrogateescape"))


def envelope(said: dict[str, Node]) -> Envelope:
    """Return what the headers say."""
    return headers.envelope(item(said, "BODY[HEADER"))


def item(said: dict[str, Node], name: str) -> bytes:
    """Return what the server calls by a name that begins so, empty if nothing."""
    found = (value for key, value in said.items() if key.startswith(name))
    value = next(found, None)
    return value if isinstance(value, bytes) else b""
