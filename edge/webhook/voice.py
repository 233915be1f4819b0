"""Speech on its way from a service to Vapi, piece by piece."""

from contextlib import aclosing
from dataclasses import dataclass

import structlog
from aiohttp import web

from edge.errors import CallFailed
from edge.hooks.bindings import Bindings
from edge.hooks.speaking import Begun, begin
from edge.vapi.messages import Message

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Voice:
    """An answer that is still being spoken, or that never began."""

    speech: Begun | None

    async def send(self, request: web.BaseRequest) -> web.StreamResponse:
        """Pass the speech on as it comes: raw PCM, and nothing else.

        Vapi docs, customization/custom-voices. Where it never began, 503 has Vapi
        go on to the next voice of its fallback plan.
        """
        if self.speech is None:
            return web.Response(status=503)
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        async with aclosing(self.speech.rest) as rest:
            try:
                await response.prepare(request)
                await response.write(self.speech.first)
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
    return Voice(await begin(bindings, message, deadline))
