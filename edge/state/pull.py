"""Messages of a consumer as they come: always some asked for, never too many held."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from time import monotonic

import msgspec
import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from edge.endings import ended
from edge.state.connection import Connection, converted

ACK_SECONDS = 3.0
"""Who says nothing of a message for so long is dead, and another takes it over."""

BEAT_SECONDS = 1.0
EXPIRES_SECONDS = 1.0
"""How long one question stands: a leader that died takes it with it, and no word."""

LATE_SECONDS = 0.25
AGAIN_SECONDS = 0.2
"""How soon those are asked again who have no leader: they elect one for 3 to 9 s."""

GONE_SECONDS = 3.0
"""After so long without a word the consumer itself may be gone, and is made anew."""

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
        self._held: dict[int, Msg] = {}
        """By their numbers in the stream: one that comes again is worked on once."""
        self._wanted = 0
        self._asked = ""
        """Where the question that stands is answered: of older ones nothing counts."""
        self._ends = 0.0
        """When the question that stands is surely over."""
        self._heard = -GONE_SECONDS
        """When somebody last served the consumer."""
        self._turn = asyncio.Event()

    def release(self, message: Msg) -> None:
        """Let go of a message: it is settled, or another's."""
        self._held.pop(message.metadata.sequence.stream, None)
        if self._room - len(self._held) >= self._room // 2:
            self._turn.set()

    async def run(self, stream: str) -> None:
        """Ask for messages, and say that those that are held are worked on."""
        await self._connection.ready.wait()
        works = (self._keep(stream), self._beat(), self._serve(stream))
        tasks = [asyncio.create_task(work) for work in works]
        try:
            await asyncio.gather(*tasks)
        finally:
            await ended(tasks)

    async def give_back(self) -> None:
        """Let other replicas have what is held, at once."""
        for message in tuple(self._held.values()):
            with converted():
                await message.nak()

    async def _keep(self, stream: str) -> None:
        """Make the consumer: at first, and where it may be gone."""
        while True:
            if monotonic() - self._heard >= GONE_SECONDS:
                try:
                    await self._connection.stream.add_consumer(stream, self._config)
                    self._heard = monotonic()
                except (NatsError, OSError) as error:
                    why = str(error) or type(error).__name__
                    log.warning("consumer lost", stream=stream, why=why)
            await asyncio.sleep(BEAT_SECONDS)

    async def _beat(self) -> None:
        """Say of what is held that it is worked on, whoever else is busy."""
        while True:
            for message in tuple(self._held.values()):
                with suppress(NatsError, OSError):
                    await message.in_progress()
            await asyncio.sleep(BEAT_SECONDS)

    async def _serve(self, stream: str) -> None:
        client = self._connection.client
        inbox = client.new_inbox()
        ask = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{self._config.durable_name}"
        subscription = await client.subscribe(f"{inbox}.*", cb=self._receive)
        try:
            for number in count():
                if request := self._request():
                    await self._ask(ask, request, f"{inbox}.{number}")
                await self._rest()
        finally:
            if not client.is_closed:
                await subscription.unsubscribe()

    async def _ask(self, subject: str, request: bytes, inbox: str) -> None:
        self._asked = inbox
        with suppress(NatsError, OSError):
            await self._connection.client.publish(subject, request, reply=inbox)

    def _request(self) -> bytes:
        """Return the next question; empty where one is still being answered."""
        room = self._room - len(self._held)
        if room <= 0 or monotonic() < self._ends or not self._connection.up:
            return b""
        self._wanted = room
        self._ends = monotonic() + EXPIRES_SECONDS + LATE_SECONDS
        expires = int(EXPIRES_SECONDS * 1e9)
        return msgspec.json.encode({"batch": room, "expires": expires})

    async def _rest(self) -> None:
        """Wait until there is room, or the question is over."""
        self._turn.clear()
        left = self._ends - monotonic()
        with suppress(TimeoutError):
            async with asyncio.timeout(left if left > 0 else AGAIN_SECONDS):
                await self._turn.wait()

    async def _receive(self, message: Msg) -> None:
        if message.headers and "Status" in message.headers:
            if message.subject == self._asked:
                self._heed(message.headers["Status"])
            return
        self._heard = monotonic()
        self._wanted -= 1
        if self._wanted <= 0:
            self._over()
        number = message.metadata.sequence.stream
        known = number in self._held
        self._held[number] = message
        if not known:
            self._take(message)

    def _heed(self, status: str) -> None:
        """Ask again: at once where nothing came, soon where there is no leader."""
        if status in EXPIRED:
            self._heard = monotonic()
            self._over()
        else:
            self._ends = monotonic() + AGAIN_SECONDS
            self._turn.set()

    def _over(self) -> None:
        """Have the next question asked as soon as there is room."""
        self._ends = 0.0
        self._turn.set()


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
