"""How much the edge takes on before it does less of what matters least."""

from typing import Annotated

from msgspec import Meta

from edge.config.section import Seconds, Section


class Overload(Section, frozen=True):
    """Where an edge has too much to do; half of either is where it begins to."""

    in_flight: Annotated[int, Meta(ge=4, le=1_000_000)] = 1000
    """How many verified webhooks are answered at once, in each process."""
    lag: Seconds = 0.5
    """How late, in seconds, the event loop may be with everything it does."""
