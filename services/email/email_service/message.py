"""An email's parts: its text, and the names of what is attached."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from itertools import islice

from email_service import charset, headers, markup, text
from email_service.mailbox import Email, Envelope

TEXT_CHARACTERS = 4000
NAME_CHARACTERS = 100
MAX_ATTACHMENTS = 10
MAX_NESTED = 20
"""Containers in an email beyond which nothing is looked at."""

MAX_PARTS = 300
"""Parts of an email beyond which nothing is looked at."""

PART_BYTES = 128 * 1024
"""More of one part than this is not looked at."""

CONTAINER = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
BOUNDARY = re.compile(rb"^--", re.MULTILINE)


class Part(Message):
    """A part of an email, or all of it; read leniently, as broken emails need it."""

    _payload: list[Message] | str
    section = ""
    """Its number on an IMAP server (RFC 3501, section 6.4.5), where it is on one."""

    def size(self) -> int:
        """Return the bytes of the body as it was transferred; 0 if it holds parts."""
        return len(self._payload) if isinstance(self._payload, str) else 0


def parsed(raw: bytes) -> Part:
    """Return the email of which `raw` is all, or the beginning."""
    # The parser recurses, and compares every line with every open boundary.
    raw = before(raw, CONTAINER, MAX_NESTED)
    return BytesParser(Part).parsebytes(before(raw, BOUNDARY, MAX_PARTS))


def before(raw: bytes, mark: re.Pattern[bytes], number: int) -> bytes:
    """Return what precedes the mark of that number, all if there are fewer."""
    beyond = next(islice(mark.finditer(raw), number, None), None)
    return raw[: beyond.start()] if beyond else raw


def opened(envelope: Envelope, root: Part) -> Email:
    """Return the email, clean and bounded."""
    body = text.lines(words(root))
    shortened = any(leaf.size() >= PART_BYTES for leaf in texts(root))
    return Email(
        envelope=envelope,
        text=text.cut(body, TEXT_CHARACTERS),
        truncated=shortened or len(body) > TEXT_CHARACTERS,
        attachments=tuple(islice(attachments(root), MAX_ATTACHMENTS)),
    )


def words(part: Part) -> str:
    """Return the text of the part; of alternatives, the plainest that has any."""
    if part.get_content_maintype() != "multipart":
        return content(part) if readable(part) else ""
    said = (inner for inner in map(words, children(part)) if inner.strip())
    if part.get_content_subtype() == "alternative":
        return next(said, "")
    return "\n\n".join(said)


def content(part: Part) -> str:
    """Return the text of a part that is text."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    value = charset.decode(data, part.get_content_charset())
    return markup.to_text(value) if part.get_content_subtype() == "html" else value


def children(part: Part) -> list[Part]:
    """Return the parts of a multipart; none of an email attached to this one."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        return []
    return [child for child in part.get_payload() if isinstance(child, Part)]


def leaves(part: Part) -> Iterator[Part]:
    """Yield the parts that hold no others of the same email."""
    if part.get_content_maintype() != "multipart":
        yield part
    for child in children(part):
        yield from leaves(child)


def texts(root: Part) -> Iterator[Part]:
    """Yield the parts that are to be read."""
    return filter(readable, leaves(root))


def readable(part: Part) -> bool:
    """Tell whether the part is text of the email rather than a file."""
    return part.get_content_type() in {"text/plain", "text/html"} and not attached(part)


def attached(part: Part) -> bool:
    """Tell whether the part is a file, or another email."""
    return (
        part.get_content_disposition() == "attachment"
        or part.get_filename() is not None
        or part.get_content_type() == "message/rfc822"
    )


def attachments(root: Part) -> Iterator[str]:
    """Yield what each attached file is called, an attached email by its subject."""
    for part in filter(attached, leaves(root)):
        called = part.get_filename() or subject(part) or part.get_content_type()
        yield text.line(headers.decoded(called), NAME_CHARACTERS)


def subject(part: Part) -> str:
    """Return the subject of an attached email, empty if there is none."""
    for inner in part.walk():
        if inner is not part:
            return str(inner.get("Subject", ""))
    return ""
