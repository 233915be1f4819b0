"""An answer from memory, and one call for all who ask the same at once."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from google.protobuf.message import Message

from edge.errors import CallFailed, Code, Outdated
from edge.invoke.requests import Request
from edge.policies.answers import DOWN, Flight, Memory
from edge.tools.tool import Tool

Ask = Callable[[Tool, Request], Awaitable[Message]]


async def recall(memory: Memory, tool: Tool, request: Request, ask: Ask) -> Message:
    """Return the answer to the same request, or `ask`; raise `Outdated` or its failure.

    The request's bytes hold the arguments and what the edge filled in, and nothing
    else of the call is sent: who differs in any of it shares nothing.
    """
    while True:
        kept = memory.find(request.payload)
        if kept and monotonic() - kept.moment < memory.fresh:
            return kept.response  # type: ignore[no-any-return]  # it is of the tool's class
        flight = memory.flights.get(request.payload)
        try:
            if flight is None:
                return await lead(memory, tool, request, ask)
            if response := await follow(flight, request.end):
                return response
        except CallFailed as failure:
            if kept is None or failure.code not in DOWN:
                raise
            age = monotonic() - kept.moment
            raise Outdated(failure, kept.response, age) from failure


async def lead(memory: Memory, tool: Tool, request: Request, ask: Ask) -> Message:
    """Ask for all who join; what becomes of it is told them."""
    question = request.payload
    flight = memory.flights[question] = asyncio.get_running_loop().create_future()
    try:
        response = await ask(tool, request)
    except CallFailed as failure:
        flight.set_result(failure)
        raise
    else:
        memory.keep(question, response, response.ByteSize())
        flight.set_result(response)
        return response
    finally:
        del memory.flights[question]
        flight.cancel()


async def follow(flight: Flight, end: float) -> Message | None:
    """Return what another is answered, or raise its failure; None: ask once more.

    That is where the other was cancelled, or had less time than we have.
    """
    left = end - asyncio.get_running_loop().time()
    await asyncio.wait([flight], timeout=max(0.0, left))
    if not flight.done():
        raise CallFailed(Code.DEADLINE_EXCEEDED, "another waits for the same")
    outcome = None if flight.cancelled() else flight.result()
    if not isinstance(outcome, CallFailed):
        return outcome
    if outcome.code is Code.DEADLINE_EXCEEDED:
        return None
    raise outcome
