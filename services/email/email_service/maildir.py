"""A mailbox in a folder of this machine: a Maildir (cr.yp.to/proto/maildir.html)."""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2s
from heapq import nlargest
from pathlib import Path

from email_service import charset, headers, message, skim
from email_service.deadline import Deadline
from email_service.errors import NoSuchEmail, Unreachable
from email_service.mailbox import Email, Listing, Search, Summary

DELIVERED = re.compile(r"([0-9]{1,18})\.(?:M([0-9]{1,9}))?")
"""How a file's name begins: the second of its delivery, mostly the microsecond too."""

FROM = re.compile(rb"^from:(.*(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that holds an email."""

    path: Path
    key: str
    """Its name without the flags: this much stays the same."""
    unread: bool

    def delivered(self) -> tuple[int, int, str]:
        """Return what sorts entries by arrival."""
        match = DELIVERED.match(self.key)
        second, micro = match.groups("0") if match else ("0", "0")
        return int(second), int(micro), self.key

    def id(self) -> str:
        """Return an id from which no path can be made."""
        return blake2s(os.fsencode(self.key), digest_size=8).hexdigest()


class Maildir:
    """Keeps its emails in files, which are neither changed nor moved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self, search: Search, deadline: Deadline) -> Listing:
        """Return the newest emails that match, newest first; raises `MailError`."""
        found = [one for one in self._entries() if matches(one, search, deadline)]
        latest = nlargest(search.limit, found, key=Entry.delivered)
        return Listing(total=len(found), newest=tuple(map(summary, latest)))

    def read(self, mail_id: str, deadline: Deadline) -> Email:
        """Return one email; raises `NoSuchEmail` or another `MailError`."""
        entry = next((one for one in self._entries() if one.id() == mail_id), None)
        if entry is None:
            raise NoSuchEmail("no such file")
        raw = skim.whole(entry.path, deadline)
        return message.opened(headers.envelope(raw), message.parsed(raw))

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def _entries(self) -> Iterator[Entry]:
        for name in ("new", "cur"):
            try:
                with os.scandir(self._folder / name) as files:
                    yield from filter(None, map(entry, files))
            except OSError as error:
                raise Unreachable(f"the Maildir: {error.strerror}") from error


def create(folder: Path) -> None:
    """Make the folder a Maildir if it is none yet; raises `OSError`."""
    for name in ("tmp", "new", "cur"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)


def entry(file: os.DirEntry[str]) -> Entry | None:
    """Return the email in the file, none if it is deleted or not an email."""
    key, _, flags = file.name.partition(":2,")
    if key.startswith(".") or "T" in flags or not file.is_file(follow_symlinks=False):
        return None
    return Entry(Path(file.path), key, unread="S" not in flags)


def matches(entry: Entry, search: Search, deadline: Deadline) -> bool:
    """Tell whether the email is meant; raises `TooLate`."""
    if search.unread_only and not entry.unread:
        return False
    if not search.sender:
        return True
    deadline.left()
    found = FROM.search(headers.END.split(skim.beginning(entry.path), maxsplit=1)[0])
    value = headers.decoded(charset.decode(found.group(1), None)) if found else ""
    return folded(search.sender) in folded(value)


def folded(value: str) -> str:
    """Return the text as it is compared: of any case, composed in any way."""
    return unicodedata.normalize("NFKC", value).casefold()


def summary(entry: Entry) -> Summary:
    """Return an email in a list."""
    envelope = headers.envelope(skim.beginning(entry.path))
    return Summary(id=entry.id(), envelope=envelope, unread=entry.unread)
