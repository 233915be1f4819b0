"""Reading what the streams hold."""

from collections.abc import AsyncIterator

from msgspec import Struct
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from edge.state.connection import Connection, converted

AT_ONCE = 256
PATIENCE_SECONDS = 2.0


class Stored(Struct, frozen=True):
    """One thing, as it lies in the store."""

    subject: str
    sequence: int
    at: float
    """When it was stored, in seconds since 1970."""
    data: bytes
    waiting: int = 0
    """How many come after it."""

    @property
    def tokens(self) -> list[str]:
        """The parts of its subject: stream, caller, call, and which thing."""
        return self.subject.split(".")


async def read(
    connection: Connection,
    stream: str,
    subject: str = "",
    *,
    start: int = 1,
    stop: int = 0,
) -> AsyncIterator[Stored]:
    """Yield what a stream holds, by sequence number from `start` to before `stop`.

    Raises `StoreLost`.
    """
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=max(1, start),
        ack_policy=AckPolicy.NONE,
        inactive_threshold=30,
        mem_storage=True,
    )
    with converted():
        subscription = await connection.stream.pull_subscribe(
            subject or f"{stream}.>", stream=stream, config=config
        )
        info = await subscription.consumer_info()
    waiting = info.num_pending or 0
    try:
        while waiting:
            found = await fetched(subscription)
            wanted = [e for e in found if not stop or e.sequence < stop]
            for entry in wanted:
                yield entry
            waiting = wanted[-1].waiting if wanted and wanted == found else 0
    finally:
        await subscription.unsubscribe()


async def fetched(subscription: JetStreamContext.PullSubscription) -> list[Stored]:
    """Return the next entries, none where there are no more."""
    with converted():
        try:
            messages = await subscription.fetch(AT_ONCE, PATIENCE_SECONDS)
        except NatsTimeoutError:
            return []
    return [stored(message) for message in messages]


def stored(message: Msg) -> Stored:
    """Return a message as an entry."""
    found = message.metadata
    return Stored(
        message.subject,
        found.sequence.stream,
        found.timestamp.timestamp(),
        message.data,
        found.num_pending,
    )


async def last_sequence(connection: Connection, stream: str) -> int:
    """Return the number of the newest thing in a stream; raises `StoreLost`."""
    with converted():
        info = await connection.stream.stream_info(stream)
    return int(info.state.last_seq)
