"""Which services answer what Vapi asks, and what is answered without them."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from edge.config.section import Section

KINDS = ("assistant", "transfer", "knowledge", "endpointing", "campaign", "voice")
"""The questions; each is the name of a key."""


class Hooks(Section, frozen=True):
    """Names of services, by what they answer; empty: what is answered without."""

    assistant: str = ""
    """Who answers the phone."""
    transfer: str = ""
    """Where a call is sent on to, and handed over to."""
    knowledge: str = ""
    """What the model should know."""
    endpointing: str = ""
    """When the caller has finished speaking."""
    campaign: str = ""
    """Whom a campaign may call."""
    voice: str = ""
    """The assistant's voice."""

    assistant_seconds: Annotated[float, Meta(gt=0, le=6)] = 6.0
    """How long an assistant-request may take: Vapi waits 7.5 s, the way included."""
    knowledge_seconds: Annotated[float, Meta(gt=0, le=10)] = 10.0
    """How long a search may take: Vapi waits 10 s, and the caller as long."""

    transfer_number: Annotated[str, Meta(pattern=r"^(\+[1-9]\d{6,14})?$")] = ""
    """Where a call goes that no service has a destination for; empty: nowhere."""
    transfer_message: str = ""
    """What the caller hears before that; empty: Vapi's own words."""
    endpointing_timeout: Annotated[float, Meta(ge=0, le=20)] = 0.5
    """Seconds the assistant waits for further words where no service says."""
    campaign_refuses: bool = False
    """Call nobody where no service says; without it, the check counts as failed."""

    @property
    def longest(self) -> float:
        """Seconds that the slowest question may take that a service answers."""
        limits = (
            (self.assistant, self.assistant_seconds),
            (self.knowledge, self.knowledge_seconds),
        )
        return max((seconds for bound, seconds in limits if bound), default=0.0)

    def bound(self) -> Iterator[tuple[str, str]]:
        """Yield each question that a service answers, with the service's name."""
        for kind in KINDS:
            if name := getattr(self, kind):
                yield kind, name
