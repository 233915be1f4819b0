"""The mailbox the settings name, opened."""

from pathlib import Path

from email_service import maildir, sample
from email_service.config import Settings
from email_service.connection import Server
from email_service.imap import ImapMailbox
from email_service.mailbox import Mailbox
from email_service.maildir import Maildir


def mailbox(settings: Settings) -> Mailbox:
    """Return the mailbox; raises `ValueError` when its folder cannot be made.

    A server is connected to when it is first asked, so that a start never waits.
    """
    if isinstance(settings.mailbox, Server):
        return ImapMailbox(settings.mailbox, settings.connections)
    return local(settings.mailbox, sample_wanted=settings.sample)


def local(folder: Path, *, sample_wanted: bool) -> Maildir:
    """Return the Maildir in the folder, made if there is none."""
    try:
        maildir.create(folder)
        if sample_wanted:
            sample.fill(folder)
    except OSError as error:
        raise ValueError(f"the Maildir {folder}: {error.strerror}") from error
    return Maildir(folder)
