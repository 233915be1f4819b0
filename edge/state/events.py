"""Events in the store: each once, and numbered within its call."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice
from time import monotonic

import msgspec
from msgspec import Struct

from edge.errors import StoreLost
from edge.state.connection import Connection, Put
from edge.state.places import Place
from edge.state.streams import EVENTS

MOST_CALLS = 10_000
"""Whose numbers are remembered; what had no event for longest is asked for anew."""

IDLE_SECONDS = 600.0
"""After how long without an event a call's numbers are remembered no more."""

LONGEST_SECONDS = 15.0
"""Longer than any webhook may take, whose own deadline decides."""

MESSAGE_ID = "Nats-Msg-Id"
"""What is stored again under the same id within an hour is stored once."""


class StoredEvent(Struct, frozen=True, array_like=True):
    """An event, and who is to have it."""

    subscribers: tuple[str, ...]
    event: bytes


class Numbering(Struct):
    """Where the numbers of one call are."""

    lock: asyncio.Lock = msgspec.field(default_factory=asyncio.Lock)
    next: int = 0
    """0: to be asked of the store."""
    stored: bool = False
    """Whether the event that holds the lock is."""
    used: float = 0.0
    """When it was last asked for."""


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(StoredEvent).decode


class Events:
    """Where events are put, for their subscribers to be brought them."""

    def __init__(self, connection: Connection, *, idle: float = IDLE_SECONDS) -> None:
        self._connection = connection
        self._idle = idle
        self._calls: OrderedDict[str, Numbering] = OrderedDict()

    def __len__(self) -> int:
        return len(self._calls)

    async def put(
        self,
        caller: str,
        call_id: str,
        event_id: str,
        make: Callable[[int], StoredEvent],
        *,
        deadline: float,
    ) -> None:
        """Make an event durable under the call's next number; raises `StoreLost`.

        `caller` is a mark. One that is stored already, by its id, stays as it is.
        The number is the subject: two replicas cannot give the same one.
        """
        calls = self._numbering(caller, call_id)
        try:
            async with asyncio.timeout_at(deadline), calls.lock:
                while not calls.stored:
                    await self._try(calls, caller, call_id, event_id, make)
                calls.stored = False
        except TimeoutError as error:
            calls.next = 0
            raise StoreLost("the store was too slow") from error

    async def _try(
        self,
        calls: Numbering,
        caller: str,
        call_id: str,
        event_id: str,
        make: Callable[[int], StoredEvent],
    ) -> None:
        """Put an event under the next number, unless another has just taken that."""
        number = calls.next or await self._last(caller, call_id) + 1
        subject = Place(caller, call_id, (str(number),)).subject(EVENTS)
        put = await self._connection.publish(
            subject,
            encode(make(number)),
            seconds=LONGEST_SECONDS,
            headers={MESSAGE_ID: event_id},
        )
        calls.next = number + 1 if put is Put.STORED else 0
        calls.stored = put is not Put.TAKEN

    def _numbering(self, caller: str, call_id: str) -> Numbering:
        key = f"{caller}.{call_id}"
        calls = self._calls.setdefault(key, Numbering())
        self._calls.move_to_end(key)
        calls.used = monotonic()
        self._forget(calls.used - self._idle)
        return calls

    def _forget(self, before: float) -> None:
        """Forget calls that were used last before that, and the first of too many."""
        for key, calls in tuple(islice(self._calls.items(), 2)):
            if calls.used < before or len(self._calls) > MOST_CALLS:
                del self._calls[key]

    async def _last(self, caller: str, call_id: str) -> int:
        """Return the number of the call's newest event; 0: it has none."""
        subject = Place(caller, call_id).subject(EVENTS)
        found = await self._connection.last(f"{subject}.*", EVENTS)
        return int(found.subject.rpartition(".")[2]) if found and found.subject else 0
