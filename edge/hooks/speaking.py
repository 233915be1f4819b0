"""Speech, as a service makes it."""

import asyncio
from collections.abc import AsyncGenerator

import grpc.aio

from edge.errors import CallFailed, Code
from edge.hooks.calls import metadata_of, payload_of, turn
from edge.hooks.questions import VOICE
from edge.tools.service import Service
from edge.vapi.messages import Message

Speech = grpc.aio.UnaryStreamCall[bytes, bytes]

SPEECH_SECONDS = 60.0
"""How long one speech may take: a turn of an assistant is shorter."""


async def speech(
    service: Service, message: Message, seconds: float
) -> AsyncGenerator[bytes]:
    """Yield the pieces of a speech as they come; raises `CallFailed`.

    Each may take `seconds`, the speech as a whole a minute.
    """
    payload = payload_of(VOICE, message)
    end = asyncio.get_running_loop().time() + seconds
    async with turn(service, message, end):
        rpc = service.listen(VOICE.path)
        call = rpc(payload, timeout=SPEECH_SECONDS, metadata=metadata_of(message))
        try:
            while (piece := await next_of(call, seconds)) is not grpc.aio.EOF:
                yield VOICE.response.FromString(piece).audio
        finally:
            call.cancel()


async def next_of(
    call: grpc.aio.UnaryStreamCall[bytes, bytes], seconds: float
) -> bytes | object:
    """Return the next piece, or gRPC's EOF; raises `CallFailed` where it is late."""
    try:
        async with asyncio.timeout(seconds):
            return await call.read()
    except TimeoutError as error:
        raise CallFailed(Code.DEADLINE_EXCEEDED, "the voice falls silent") from error
