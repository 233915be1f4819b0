"""What of the settings says where, how and how long things are kept."""

import re
from typing import Annotated, Literal

from msgspec import Meta

from edge.config.secrets import Secret
from edge.config.section import Section
from edge.config.tls import Tls

Days = Annotated[float, Meta(gt=0, le=3650)]
Bytes = Annotated[int, Meta(ge=1 << 20, le=1 << 50)]


class Record(Section, frozen=True):
    """What is written down of every call, for whoever asks afterwards."""

    enabled: bool = True
    keep: Days = 30.0
    """Days that it is kept."""
    max_bytes: Bytes = 1 << 30
    """The most of it that is kept, in bytes; the oldest goes first."""
    queue: Annotated[int, Meta(ge=100, le=1_000_000)] = 10_000
    """How many interactions may wait to be written; more are dropped, and counted."""
    patterns: tuple[str, ...] = ()
    """Regular expressions: what matches is not written down."""

    def __post_init__(self) -> None:
        """Refuse a pattern that is none."""
        for pattern in self.patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(
                    f"no regular expression: {pattern!r}: {error}"
                ) from None


class Store(Section, frozen=True):
    """Where jobs, events, effects and the record of calls are kept.

    Without this section nothing is: see docs/state.md.
    """

    data: str = "./data"
    """The folder of the edge's own server, which runs where there is no `url`."""
    url: str = ""
    """The servers of a cluster: nats://a,nats://b,nats://c."""
    replicas: Literal[1, 3, 5] = 3
    """How many servers of the cluster hold each thing; one's own server is one."""
    token: Secret | None = None
    """What the cluster asks of the edge."""
    credentials: str = ""
    """Or the file of credentials that it asks for (JWT and key)."""
    tls: Tls | None = None
    encryption_key: Secret | None = None
    """Encrypts the files of the edge's own server."""
    on_loss: Literal["run", "refuse"] = "run"
    """Whether tools with effects run while the store is down; others always do."""
    keep: Days = 7.0
    """Days that jobs, events, parked results and dead letters are kept."""
    max_bytes: Bytes = 1 << 30
    """The most of each of these, in bytes; more is refused, not dropped."""
    at_once: Annotated[int, Meta(ge=1, le=10_000)] = 64
    """How many jobs a replica runs at a time."""
    caller_key: Secret | None = None
    """Keys the marks that stand for callers; without it, the store holds a key."""
    record: Record = Record()

    def __post_init__(self) -> None:
        """Refuse what only fits the other kind of server."""
        if self.encryption_key and self.url:
            raise ValueError("encryption_key is for the edge's own server, not a url")
