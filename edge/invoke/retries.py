"""Whether a failed attempt is repeated, and after what pause."""

import asyncio
import random

from edge.errors import CallFailed, Code
from edge.policies.breaker import State
from edge.tools.tool import Effects, Tool

PAUSES = (0.05, 0.2)
"""Seconds before each further attempt, jittered by half."""


def pause_after(failure: CallFailed, attempts: int, tool: Tool, end: float) -> float:
    """Return the seconds to wait before the next of `attempts`; raise where none helps.

    A service that names a pause (google.rpc.RetryInfo) is asked again whatever the
    status, and not sooner; one that names none, only where it is UNAVAILABLE.
    """
    if not repeatable(failure, tool) or attempts > len(PAUSES):
        raise failure
    jittered = PAUSES[attempts - 1] * random.uniform(0.5, 1.5)  # noqa: S311  spreads
    pause = jittered + (failure.pause or 0)
    if asyncio.get_running_loop().time() + pause >= end:
        raise failure
    if not tool.lane.retries.spend():
        raise failure
    return pause


def repeatable(failure: CallFailed, tool: Tool) -> bool:
    """Tell whether asking again can do no harm, and may do some good."""
    asked_for = failure.code is Code.UNAVAILABLE or failure.pause is not None
    answers = tool.lane.breaker.state is not State.OPEN
    return tool.effects is not Effects.UNKNOWN and asked_for and answers
