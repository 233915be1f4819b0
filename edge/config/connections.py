"""What one stranger may cost: bounds on connections, and what TLS is spoken with."""

from typing import Annotated

from msgspec import Meta

from edge.config.section import Section

Deadline = Annotated[float, Meta(ge=0.1, le=3600)]


class Connections(Section, frozen=True):
    """How many connections are held, and how long each may take for what."""

    most: Annotated[int, Meta(ge=1, le=1_000_000)] = 4096
    """How many are open at once; for one more, the longest idle is closed."""
    head_seconds: Deadline = 10.0
    """In which a new connection has sent the head of its first request."""
    body_seconds: Deadline = 10.0
    """In which a request has sent its body."""
    idle_seconds: Deadline = 75.0
    """How long a connection stays open between requests; more than a proxy keeps it."""
    stuck_seconds: Deadline = 120.0
    """After which a request is given up, whose answer nobody takes."""
    compressed: bool = False
    """Whether bodies may be compressed; Vapi's are not."""


class Certificate(Section, frozen=True):
    """What the edge shows of itself where it speaks TLS; followed when it changes."""

    certificate: Annotated[str, Meta(min_length=1)]
    """PEM file of the certificate, and those that lead to its issuer."""
    key: Annotated[str, Meta(min_length=1)]
    """PEM file of its key."""
