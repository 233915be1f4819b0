"""Whether a failed attempt is repeated, and after what pause."""

import asyncio
import random

from edge.errors import CallFailed, Code
from edge.invoke.attempts import failure_of_attempt
from edge.invoke.requests import Request
from edge.policies.breaker import State
from edge.tools.tool import Effects, Tool

PAUSES = (0.05, 0.2)
"""Seconds before each further attempt, jittered by half."""


def pause_after(
    error: BaseException, least: float, tool: Tool, request: Request
) -> float:
    """Return the seconds to wait before another attempt; raise where none helps.

    A service that names a pause (google.rpc.RetryInfo) is asked again whatever the
    status, and not sooner; one that names none, only where it is UNAVAILABLE.
    """
    failure = failure_of_attempt(error, tool, request)
    jittered = least * random.uniform(0.5, 1.5)  # noqa: S311  spreads, hides nothing
    pause = jittered + (failure.pause or 0)
    late = asyncio.get_running_loop().time() + pause >= request.end
    try:
        if late or not repeatable(failure, tool) or not tool.lane.retries.spend():
            raise failure
    finally:
        del failure  # its traceback holds this frame, and so the whole webhook
    return pause


def repeatable(failure: CallFailed, tool: Tool) -> bool:
    """Tell whether asking again can do no harm, and may do some good."""
    asked_for = failure.code is Code.UNAVAILABLE or failure.pause is not None
    answers = tool.lane.breaker.state is not State.OPEN
    return tool.effects is not Effects.UNKNOWN and asked_for and answers
