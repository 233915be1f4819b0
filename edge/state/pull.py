"""Messages of a consumer as they come: always some asked for, never too many held."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

import msgspec
import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from edge.state.connection import Connection, converted

ACK_SECONDS = 3.0
"""Who says nothing of a message for so long is dead, and another takes it over."""

BEAT_SECONDS = 1.0
EXPIRES_SECONDS = 2.0
MOST_PENDING = 10_000

EXPIRED = frozenset({"404", "408"})
"""How a question ends that nothing came for (NATS docs, JetStream wire API)."""

INACTIVE_SECONDS = 30 * 86_400.0
"""A consumer nobody has pulled from for so long is a subscriber no more."""

log = structlog.get_logger(__name__)


class Pull:
    """The replica's share of one durable consumer.

    The client's own `fetch` makes a task per message and asks again after each
    batch: half of the throughput (NATS docs, JetStream wire API, MSG.NEXT).
    """

    def __init__(
        self,
        connection: Connection,
        config: ConsumerConfig,
        take: Callable[[Msg], None],
        *,
        room: int,
    ) -> None:
        self._connection = connection
        self._config = config
        self._take = take
        self._room = room
        self._held: dict[str, Msg] = {}
        """By where each is acknowledged."""
        self._wanted = 0
        self._ends = 0.0
        self._due = 0.0
        self._lost = False
        """Whether the consumer is to be made anew, or has no leader."""
        self._turn = asyncio.Event()

    def release(self, message: Msg) -> None:
        """Let go of a message: it is settled, or another's."""
        self._held.pop(message.reply, None)
        if self._room - len(self._held) >= self._room // 2:
            self._turn.set()

    async def run(self, stream: str) -> None:
        """Ask for messages, and say that those that are held are worked on."""
        while True:
            try:
                await self._serve(stream)
                why = "nobody serves it"
            except (NatsError, OSError) as error:
                why = str(error)
            log.warning("consumer lost", stream=stream, why=why)
            await asyncio.sleep(BEAT_SECONDS)

    async def give_back(self) -> None:
        """Let other replicas have what is held, at once."""
        for message in tuple(self._held.values()):
            with converted():
                await message.nak()

    async def _serve(self, stream: str) -> None:
        await self._connection.ready.wait()
        await self._connection.stream.add_consumer(stream, self._config)
        client = self._connection.client
        inbox = client.new_inbox()
        ask = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{self._config.durable_name}"
        subscription = await client.subscribe(inbox, cb=self._receive)
        self._wanted, self._lost = 0, False
        try:
            while not self._lost:
                if request := self._request():
                    await client.publish(ask, request, reply=inbox)
                await self._rest()
                await self._beat()
        finally:
            if not client.is_closed:
                await subscription.unsubscribe()

    def _request(self) -> bytes:
        """Return the next question; empty where one is still being answered."""
        room = self._room - len(self._held)
        if room <= 0 or (self._wanted > 0 and monotonic() < self._ends):
            return b""
        self._wanted = room
        self._ends = monotonic() + EXPIRES_SECONDS + BEAT_SECONDS
        expires = int(EXPIRES_SECONDS * 1e9)
        return msgspec.json.encode({"batch": room, "expires": expires})

    async def _rest(self) -> None:
        """Wait until there is room, or it is time to beat."""
        self._turn.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(BEAT_SECONDS):
                await self._turn.wait()

    async def _beat(self) -> None:
        if monotonic() < self._due:
            return
        self._due = monotonic() + BEAT_SECONDS
        for message in tuple(self._held.values()):
            await message.in_progress()

    async def _receive(self, message: Msg) -> None:
        if message.headers and "Status" in message.headers:
            self._wanted = 0  # the question has expired, or cannot be answered
            self._lost = message.headers["Status"] not in EXPIRED
            self._turn.set()
            return
        self._wanted -= 1
        self._held[message.reply] = message
        if self._wanted <= 0:
            self._turn.set()
        self._take(message)


def consumer(name: str, subject: str, *, new: bool = False) -> ConsumerConfig:
    """Return a durable consumer's configuration, one for all replicas."""
    return ConsumerConfig(
        durable_name=name,
        filter_subject=subject,
        deliver_policy=DeliverPolicy.NEW if new else DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_SECONDS,
        max_ack_pending=MOST_PENDING,
        inactive_threshold=INACTIVE_SECONDS,
    )
