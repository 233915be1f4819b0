"""A few emails to show the service with."""

import mailbox
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

EMAILS = (
    (
        "Harbour Bikes <shop@harbour-bikes.example>",
        "Your bicycle is ready",
        """Hello,

your bicycle has a new chain and new brakes. You can pick it up until six on Saturday.

The workshop
""",
    ),
    (
        "Anna Lindqvist <anna@lindqvist.example>",
        "Dinner on Friday",
        """Hi,

we are eight on Friday, so I booked the long table at the Lantern for half past seven.
Could you bring the photographs?

Anna
""",
    ),
    (
        "City Library <notices@library.example>",
        "Two books are due on Monday",
        "The books you have borrowed are due on Monday. You can renew them once.\n",
    ),
)
"""Sender, subject and text, the oldest first."""


def fill(folder: Path) -> None:
    """Put the emails into the Maildir if it is empty; raises `OSError`."""
    maildir = mailbox.Maildir(folder, create=False)
    if len(maildir):
        return
    for hours, (sender, subject, text) in zip((26, 5, 1), EMAILS, strict=True):
        maildir.add(email(sender, subject, text, hours))


def email(sender: str, subject: str, text: str, hours: float) -> EmailMessage:
    """Return an email sent that many hours ago."""
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"] = format_datetime(datetime.now(UTC) - timedelta(hours=hours))
    message.set_content(text)
    return message
