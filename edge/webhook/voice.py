"""Speech on its way from a service to Vapi, piece by piece."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

import structlog
from aiohttp import web

from edge.errors import CallFailed, Code
from edge.hooks.asking import outcome_of
from edge.hooks.bindings import Bindings
from edge.hooks.calls import call_id_of, end_of
from edge.hooks.questions import VOICE
from edge.hooks.speaking import speech
from edge.vapi.messages import Message

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Voice:
    """An answer that is still being spoken, or that never began."""

    first: bytes = b""
    rest: AsyncGenerator[bytes] | None = None

    async def send(self, request: web.BaseRequest) -> web.StreamResponse:
        """Pass the speech on as it comes: raw PCM, and nothing else.

        Vapi docs, customization/custom-voices. Where it never began, 503 has Vapi
        go on to the next voice of its fallback plan.
        """
        if self.rest is None:
            return web.Response(status=503)
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        await response.prepare(request)
        async with aclosing(self.rest) as rest:
            try:
                await response.write(self.first)
                async for piece in rest:
                    await response.write(piece)
                await response.write_eof()
            except CallFailed as error:
                cut(request, error)
        return response


def cut(request: web.BaseRequest, error: CallFailed) -> None:
    """Break a connection off, so that half a speech is not taken for a whole one."""
    log.warning("speech broken off", outcome=error.code.name, why=error.message)
    if request.transport:
        request.transport.abort()


async def answer(message: Message, deadline: float, *, bindings: Bindings) -> Voice:
    """Return the speech once it has begun, which has to be before the deadline."""
    call_id = call_id_of(message)
    service = bindings.service(VOICE.kind, call_id)
    if service is None:
        return Voice()
    rest = speech(service, message, bindings.budget)
    try:
        async with asyncio.timeout_at(end_of(service, deadline)):
            voice, outcome = await begun(rest), "OK"
    except TimeoutError:
        voice, outcome = Voice(), Code.DEADLINE_EXCEEDED.name
    except CallFailed as error:
        voice, outcome = Voice(), outcome_of(error)
    log.info("speech", call_id=call_id, service=service.name, outcome=outcome)
    return voice


async def begun(rest: AsyncGenerator[bytes]) -> Voice:
    """Return a speech with its first sound, or raise `CallFailed` if it has none."""
    async for piece in rest:
        if piece:
            return Voice(piece, rest)
    raise CallFailed(Code.INTERNAL, "the speech is empty")
