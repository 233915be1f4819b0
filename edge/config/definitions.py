"""What definitions and assistants tell Vapi of this server."""

from http import HTTPStatus
from typing import Annotated, Literal

from msgspec import Meta, field

from edge.config.section import Section

OUR_FAULT = tuple(code.value for code in HTTPStatus if 400 <= code < 500)  # noqa: PLR2004  4xx
"""What is refused once is refused again."""


class Backoff(Section, frozen=True):
    """How Vapi sends a webhook again that failed (Vapi API, BackoffPlan).

    Without one it never does.
    """

    type: Literal["fixed", "exponential"] = "exponential"
    max_retries: Annotated[int, Meta(ge=0, le=10)] = 3
    """0: no plan at all."""
    base_delay: Annotated[float, Meta(ge=0, le=10)] = 0.5
    """Seconds before the first retry."""
    excluded_status_codes: tuple[Annotated[int, Meta(ge=100, le=599)], ...] = OUR_FAULT
    """Those after which nothing is sent again."""


class Definitions(Section, frozen=True):
    """Vapi API, Server; its url is `server.public_url` with `server.path`."""

    timeout: Annotated[int, Meta(ge=1, le=300)] | None = None
    """Seconds that Vapi waits; unset: 20, as Vapi's own default is."""
    credential_id: str = ""
    """Vapi's id of the credential that it signs with."""
    static_ip_addresses: bool = False
    """Whether Vapi calls from 167.150.224.0/23 alone."""
    headers: dict[str, str] = field(default_factory=dict)
    """Further headers that Vapi sends."""
    backoff: Backoff = Backoff()
