"""The streams: what each holds, for how long, and what becomes of too much."""

import asyncio

import structlog
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, StorageType, StreamConfig
from nats.js.errors import APIError

from edge.config.store import Store

DAY_SECONDS = 86_400.0

SLACK_BYTES = 1 << 30

AGAIN_SECONDS = 0.5

IN_USE = 10058
"""A stream of that name has another configuration (NATS, error codes)."""

LIVE_SECONDS = 12 * 3600.0
"""No call lasts longer (Vapi API, `maxDurationSeconds` at most 43200)."""

JOBS, EVENTS, DEAD, PARKED = "JOBS", "EVENTS", "DEAD", "PARKED"
ONCE, LIVE, RECORD, KEYS = "ONCE", "LIVE", "RECORD", "KEYS"

WITH_CALLERS = (JOBS, EVENTS, DEAD, PARKED, ONCE, LIVE, RECORD)
"""Those whose subjects name the caller."""

log = structlog.get_logger(__name__)


def configs(store: Store) -> list[StreamConfig]:
    """Return the configuration of every stream.

    Retention is by age and size alone: what was worked off is remembered, so that
    it is not worked off twice.
    """
    keep, size = store.keep * DAY_SECONDS, store.max_bytes
    record = store.record
    return [
        stream(store, JOBS, keep, size, per_subject=1, refusing=True),
        stream(store, EVENTS, keep, size, per_subject=1, refusing=True),
        stream(store, DEAD, keep, size, per_subject=1),
        stream(store, PARKED, keep, size, per_subject=1),
        stream(store, ONCE, DAY_SECONDS, size, per_subject=1),
        stream(store, LIVE, LIVE_SECONDS, 1 << 26, per_subject=1, memory=True),
        stream(store, RECORD, record.keep * DAY_SECONDS, record.max_bytes),
        stream(store, KEYS, 0, 1 << 24, per_subject=1),
    ]


def room_of(store: Store) -> int:
    """Return the bytes on disk that all streams together may take."""
    files = (c for c in configs(store) if c.storage is StorageType.FILE)
    return sum(config.max_bytes or 0 for config in files) + SLACK_BYTES


def stream(
    store: Store,
    name: str,
    seconds: float,
    size: int,
    *,
    per_subject: int = -1,
    refusing: bool = False,
    memory: bool = False,
) -> StreamConfig:
    """Return one stream's configuration.

    A `refusing` one takes nothing that would push something out: a full one says
    so, and a subject that is taken stays as it is.
    """
    return StreamConfig(
        name=name,
        subjects=[f"{name}.>"],
        storage=StorageType.MEMORY if memory else StorageType.FILE,
        num_replicas=store.replicas if store.url else 1,
        max_age=seconds,
        max_bytes=size,
        max_msgs_per_subject=per_subject,
        discard=DiscardPolicy.NEW if refusing else DiscardPolicy.OLD,
        discard_new_per_subject=refusing and per_subject > 0,
        duplicate_window=min(seconds, 3600.0) if seconds else 120.0,
    )


async def make_all(jetstream: JetStreamContext, store: Store) -> None:
    """Have every stream there, as the settings want it; tries until it succeeds."""
    for config in configs(store):
        await ensure(jetstream, config)


async def ensure(jetstream: JetStreamContext, config: StreamConfig) -> None:
    """Have a stream there; tries until it succeeds."""
    while True:
        try:
            await make(jetstream, config)
        except (NatsError, OSError) as error:
            log.warning("the store is not ready", stream=config.name, why=str(error))
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            return


async def make(jetstream: JetStreamContext, config: StreamConfig) -> None:
    """Make a stream, or have the one there is follow the settings."""
    try:
        await jetstream.add_stream(config)
    except APIError as error:
        if error.err_code != IN_USE:
            raise
        await jetstream.update_stream(config)
