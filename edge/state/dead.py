"""Dead letters: what could not be done, kept with the reason."""

import time

import msgspec
from msgspec import Struct

from edge.state.connection import Connection
from edge.state.streams import DEAD

BURY_SECONDS = 15.0


class Letter(Struct, frozen=True):
    """One task that was given up."""

    subject: str
    """Where the task lies."""
    worker: str
    why: str
    at: float
    """Seconds since 1970."""
    data: bytes


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Letter).decode


class Dead:
    """Where workers leave what they give up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def bury(self, subject: str, data: bytes, worker: str, why: str) -> None:
        """Keep a task that was given up; raises `StoreLost`, and it comes again."""
        _, _, place = subject.partition(".")
        letter = Letter(subject, worker, why[:1000], time.time(), data)
        await self._connection.put(
            f"{DEAD}.{place}.{worker}", encode(letter), seconds=BURY_SECONDS
        )
