"""Webhooks that were seen before."""

import asyncio
from collections import OrderedDict
from typing import Self

from edge.errors import Unauthenticated

MOST_WEBHOOKS = 65_536
MOST_BYTES = 64 << 20
"""What is remembered at most: beyond it, the oldest is forgotten first."""

Name = tuple[bytes, str]
"""A message id, and by which key it was signed."""


class Handled:
    """One webhook, however often it is delivered."""

    __slots__ = (
        "_answer",
        "_replays",
        "_waiting",
        "body",
        "name",
        "signature",
        "until",
    )

    def __init__(
        self, replays: "Replays", signature: bytes, name: Name | None, body: int
    ) -> None:
        self.signature = signature
        self.name = name
        self.body = body
        """A hash of the body, where there is a name to tie it to."""
        self.until = 0.0
        self._replays = replays
        self._answer: bytes | None = None
        self._waiting: asyncio.Future[None] | None = None

    @property
    def size(self) -> int:
        """How many bytes its answer holds."""
        return len(self._answer or b"")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        """Forget a webhook that could not be handled, so that it may come again."""
        if self._answer is None:
            self._replays.forget(self)
            self._wake()

    def settle(self, answer: bytes) -> None:
        """Keep the answer for whoever delivers the webhook again."""
        self._answer = answer
        self._replays.grow(self)
        self._wake()

    async def answer(self) -> bytes | None:
        """Return the first delivery's answer once it has one; None if it failed."""
        if self._answer is None and self._replays.holds(self):
            if self._waiting is None:
                self._waiting = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._waiting)
        return self._answer

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)


class Unkept(Handled):
    """A webhook that is not remembered."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(Replays(), b"", None, 0)

    def settle(self, answer: bytes) -> None:
        """Keep nothing."""

    def __exit__(self, *failure: object) -> None:
        """Forget nothing."""


class Replays:
    """The webhooks of the last minutes, by signature and by message id."""

    def __init__(self, most: int = MOST_WEBHOOKS, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes, self._bytes = most, most_bytes, 0
        self._signed: OrderedDict[bytes, Handled] = OrderedDict()
        self._named: dict[Name, Handled] = {}

    def __len__(self) -> int:
        return len(self._signed)

    def admit(
        self, fresh: Handled, *, now: float, seconds: float
    ) -> tuple[Handled, bool]:
        """Return the webhook as it was first delivered, and whether that is now.

        It is remembered for `seconds` from `now` on. Raises `Unauthenticated` where
        a signature comes with another message id, or an id with another body.
        """
        name = fresh.name
        earlier = self._signed.get(fresh.signature) or (name and self._named.get(name))
        if not earlier or earlier.until < now:
            fresh.until = now + seconds
            self._remember(fresh, now)
            return fresh, True
        if (earlier.name, earlier.body) != (name, fresh.body):
            raise Unauthenticated("a webhook seen before, tampered with")
        return earlier, False

    def holds(self, handled: Handled) -> bool:
        """Tell whether a webhook is remembered."""
        return self._signed.get(handled.signature) is handled

    def grow(self, handled: Handled) -> None:
        """Count the answer of a webhook that is remembered."""
        if self.holds(handled):
            self._bytes += handled.size

    def forget(self, handled: Handled) -> None:
        """Remember a webhook no longer."""
        if not self.holds(handled):
            return
        del self._signed[handled.signature]
        self._bytes -= handled.size
        if handled.name and self._named.get(handled.name) is handled:
            del self._named[handled.name]

    def _remember(self, fresh: Handled, now: float) -> None:
        signed = self._signed
        while signed:
            oldest = next(iter(signed.values()))
            full = len(signed) >= self._most or self._bytes > self._most_bytes
            if not full and oldest.until >= now:
                break
            self.forget(oldest)
        signed[fresh.signature] = fresh
        if fresh.name:
            self._named[fresh.name] = fresh


UNKEPT = Unkept()
