"""Callers, without their numbers: a mark that finds them again, and a glimpse."""

import hashlib
import re
import secrets

from edge.config.store import Store
from edge.errors import StoreLost
from edge.state.connection import FIRST, Connection
from edge.state.places import NOBODY, Place
from edge.state.streams import KEYS

MARK_BYTES = 12

PLACE = Place(NOBODY, "callers", ("key",))

NUMBERS = re.compile(
    r"\+\d(?:[ ().-]{0,2}\d){6,14}(?!\d)"
    r"|(?<![\d.:-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d.:-])"
    r"|(?<![\d.:-])\d{10,15}(?![\d.:-])"
)
"""Phone numbers, spaced in the usual ways, and long numbers that may be one."""


class Callers:
    """Marks callers by a key: who lacks it cannot tell whose mark it is."""

    def __init__(self) -> None:
        self.key = b""
        """All replicas share it; it is learned once the store can be asked."""

    def mark(self, number: str) -> str:
        """Return what stands for a caller in subjects; `NOBODY` where none is known.

        Raises `StoreLost` as long as the key is not known.
        """
        if not number:
            return NOBODY
        if not self.key:
            raise StoreLost("the key of callers' marks is not known yet")
        return hashlib.blake2b(
            number.encode(), key=self.key[:64], digest_size=MARK_BYTES
        ).hexdigest()


async def key_of(store: Store, connection: Connection, *, seconds: float) -> bytes:
    """Return the key of callers' marks; raises `StoreLost`.

    It is the settings', else one that the first edge left in the store.
    """
    if store.caller_key:
        return store.caller_key.value.encode()
    subject = PLACE.subject(KEYS)
    await connection.put(
        subject, secrets.token_bytes(32), seconds=seconds, headers=FIRST
    )
    found = await connection.last(subject, KEYS)
    if found is None or not found.data:
        raise StoreLost("the key of callers' marks is not there")
    return bytes(found.data)


def shortened(number: str) -> str:
    """Return a phone number from which only who knows it learns whose it is."""
    return f"{number[:3]}…{number[-2:]}" if len(number) > len("+1234567") else "…"


def without_numbers(text: str) -> str:
    """Return a text in which phone numbers are shortened."""
    return NUMBERS.sub(lambda found: shortened(found[0]), text)
