"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The size of a run."""

    rounds: int
    """How often each server is measured under each load."""

    most_seconds: float
    """After how long no further round is begun."""

    seconds: float
    """How long one measurement takes."""

    spare: int
    """How many measurements may be repeated because others used the machine."""

    turns: int
    """How often a converter is timed, each time for some milliseconds."""

    starts: int
    """How often an edge is started."""

    in_flight: int = 200
    """How many webhooks wait at once while memory is looked at."""


FULL = Plan(rounds=5, most_seconds=300, seconds=1.5, spare=40, turns=60, starts=5)
QUICK = Plan(rounds=1, most_seconds=30, seconds=0.3, spare=0, turns=20, starts=2)
