"""How patient the edge is with its services."""

from typing import Annotated

from msgspec import Meta, structs

from edge.config.section import Section

Share = Annotated[float, Meta(ge=0, le=1)]
Quantile = Annotated[float, Meta(ge=0.5, le=1)]
Calls = Annotated[int, Meta(ge=1, le=100_000)]
Waiting = Annotated[int, Meta(ge=0, le=100_000)]
Failures = Annotated[int, Meta(ge=1, le=20)]
Pause = Annotated[float, Meta(ge=0.05, le=60)]
Bytes = Annotated[int, Meta(ge=0, le=1 << 30)]


class Policies(Section, frozen=True):
    """What holds for every service that sets nothing of its own."""

    hedge_quantile: Quantile = 0.93
    """How much of a tool's recent answers an attempt must be later than, and than
    20 ms, before a second one is made beside it; 1: no second one."""
    hedge_share: Share = 0.07
    """How many second attempts are made at most, as a share of a tool's calls."""
    retry_share: Share = 0.1
    """How many attempts may be repeated in the long run, as a share of the calls of a
    service; ten more in a burst. 0: none."""
    concurrent: Calls = 400
    """How many tool calls a service has to answer at once."""
    queue: Waiting = 400
    """How many more may wait for their turn, each at most half of its time."""
    trip_after: Failures = 5
    """How many attempts must fail one after the other, or twice as many of the last
    20, before a service is left alone."""
    probe_pause: Pause = 1.0
    """Seconds between two looks at the health of a service that is left alone."""
    memory: Bytes = 8 << 20
    """How many bytes of a service's answers are remembered for its tools that ask
    for it; 0: none."""


class Overrides(Section, frozen=True):
    """The keys of `Policies` that are different for one service."""

    hedge_quantile: Quantile | None = None
    hedge_share: Share | None = None
    retry_share: Share | None = None
    concurrent: Calls | None = None
    queue: Waiting | None = None
    trip_after: Failures | None = None
    probe_pause: Pause | None = None
    memory: Bytes | None = None

    def over(self, policies: Policies) -> Policies:
        """Return what holds for the service."""
        own = {k: v for k, v in structs.asdict(self).items() if v is not None}
        return structs.replace(policies, **own)
