"""What an email's headers say: who wrote about what, and when."""

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import HeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from email_service import charset, text
from email_service.mailbox import Envelope

SENDER_CHARACTERS = 100
SUBJECT_CHARACTERS = 200
MAX_BYTES = 64 * 1024
"""More of the headers than this is not looked at."""

MAX_VALUE = 2000
"""More of one header than this is not looked at: RFC 5322 allows 998 a line."""

END = re.compile(rb"\r?\n\r?\n")


def envelope(raw: bytes) -> Envelope:
    """Return what the headers at the beginning of `raw` say, clean and bounded.

    Missing: no sender, no subject, no date.
    """
    block = END.split(raw[:MAX_BYTES], maxsplit=1)[0]
    headers = HeaderParser().parsestr(charset.decode(block, None), headersonly=True)
    return Envelope(
        sender=sender(str(headers.get("From", ""))),
        subject=text.line(decoded(str(headers.get("Subject", ""))), SUBJECT_CHARACTERS),
        sent=moment(str(headers.get("Date", ""))),
    )


def decoded(value: str) -> str:
    """Return a header's value with its encoded words (RFC 2047) read.

    What is not properly encoded is returned as it stands.
    """
    try:
        parts = decode_header(value[:MAX_VALUE])
    except (HeaderParseError, ValueError):
        return value[:MAX_VALUE]
    return "".join(word(part, encoding) for part, encoding in parts)


def word(part: bytes | str, encoding: str | None) -> str:
    """Return one part of a header as text."""
    if isinstance(part, str):
        return part
    if encoding is None:  # how decode_header passes on what was not encoded
        return part.decode("raw-unicode-escape", "replace")
    return charset.decode(part, encoding)


def sender(value: str) -> str:
    """Return the name of the first sender, or the address where there is none."""
    try:
        name, address = getaddresses([value[:MAX_VALUE]])[0]
    except (IndexError, ValueError, RecursionError):
        name, address = value, ""
    named = text.line(decoded(name), SENDER_CHARACTERS)
    return named or text.line(address, SENDER_CHARACTERS)


def moment(value: str) -> datetime | None:
    """Return the moment of a Date header, in UTC; none if it tells none."""
    try:
        date = parsedate_to_datetime(value[:MAX_VALUE])
        # RFC 5322: "-0000" is a time in UTC that says nothing of the sender's zone.
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
