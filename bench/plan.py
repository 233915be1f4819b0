"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The size of a run."""

    rounds: int
    """How often each server is measured under each load."""

    seconds: float
    """How long one measurement takes."""

    spare: int
    """How many measurements may be repeated because others used the machine."""

    repeat: int
    """How often a converter is timed, and an edge started."""

    in_flight: int = 200
    """How many webhooks wait at once while memory is looked at."""


FULL = Plan(rounds=5, seconds=1.5, spare=40, repeat=5)
QUICK = Plan(rounds=1, seconds=0.3, spare=0, repeat=2)
