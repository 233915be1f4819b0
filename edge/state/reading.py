"""Reading what the streams hold."""

from collections.abc import AsyncIterator

from msgspec import Struct
from nats.errors import TimeoutError as NatsTimeoutError
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

    @property
    def tokens(self) -> list[str]:
        """The parts of its subject: stream, caller, call, and which thing."""
        return self.subject.split(".")


async def read(
    connection: Connection, stream: str, subject: str = "", *, start: int = 1
) -> AsyncIterator[Stored]:
    """Yield what a stream holds, from a sequence number on; raises `StoreLost`."""
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
            with converted():
                try:
                    messages = await subscription.fetch(AT_ONCE, PATIENCE_SECONDS)
                except NatsTimeoutError:
                    return
            for message in messages:
                found = message.metadata
                waiting = found.num_pending
                yield Stored(
                    message.subject,
                    found.sequence.stream,
                    found.timestamp.timestamp(),
                    message.data,
                )
    finally:
        await subscription.unsubscribe()


async def last_sequence(connection: Connection, stream: str) -> int:
    """Return the number of the newest thing in a stream; raises `StoreLost`."""
    with converted():
        info = await connection.stream.stream_info(stream)
    return int(info.state.last_seq)
