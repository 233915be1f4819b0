"""The streams: what each holds, for how long, and what becomes of too much."""

from nats.js.api import DiscardPolicy, StorageType, StreamConfig

from edge.config.store import Store

DAY_SECONDS = 86_400.0

SLACK_BYTES = 1 << 30

LIVE_SECONDS = 12 * 3600.0
"""No call lasts longer (Vapi API, `maxDurationSeconds` at most 43200)."""

JOBS, EVENTS, DEAD, PARKED = "JOBS", "EVENTS", "DEAD", "PARKED"
ONCE, LIVE, RECORD, KEYS = "ONCE", "LIVE", "RECORD", "KEYS"

WITH_CALLERS = (JOBS, EVENTS, DEAD, PARKED, ONCE, LIVE, RECORD)
"""Those whose subjects name the caller."""


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
