"""Where in the store a thing lies: subjects, each naming its caller and its call."""

import hashlib
import re

from msgspec import Struct

NOBODY = "-"
"""Stands for a caller who is not known: a web call, a number withheld."""

LONGEST = 64
"""Characters of an id that are kept as they are; longer ones are digested."""

UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


class Place(Struct, frozen=True):
    """One thing of one call; whole subjects, so that a caller's can be erased."""

    caller: str
    """The mark of the caller, or `NOBODY`."""
    call: str
    """Vapi's id of the call."""
    path: tuple[str, ...] = ()
    """Which thing of the call it is."""

    def subject(self, stream: str) -> str:
        """Return the subject in a stream."""
        return ".".join(
            (stream, self.caller or NOBODY, *map(token, (self.call, *self.path)))
        )


def token(text: str) -> str:
    """Return any text as one token of a subject, alike for alike alone.

    NATS docs, subject-based messaging: no dot, blank, `*` or `>`, and not empty.
    """
    if len(text) > LONGEST:
        return "=" + hashlib.sha256(text.encode()).hexdigest()
    return UNSAFE.sub(escaped, text) or "=="


def escaped(found: re.Match[str]) -> str:
    """Return a character that means something in a subject, spelled out."""
    return f"={ord(found[0]):x}="


def of_call(stream: str, call_id: str) -> str:
    """Return the filter that finds all a stream has of one call."""
    return f"{stream}.*.{token(call_id)}.>"


def of_caller(stream: str, caller: str) -> str:
    """Return the filter that finds all a stream has of one caller."""
    return f"{stream}.{caller}.>"
