"""Speech, as a service makes it."""

import asyncio
from collections.abc import AsyncGenerator
from typing import NamedTuple

import grpc.aio
import structlog

from edge.errors import CallFailed, Code
from edge.hooks.asking import outcome_of
from edge.hooks.bindings import Bindings
from edge.hooks.calls import call_id_of, end_of, metadata_of, turn
from edge.hooks.questions import VOICE
from edge.tools.service import Service
from edge.vapi.messages import Message

Speech = grpc.aio.UnaryStreamCall[bytes, bytes]

SPEECH_SECONDS = 60.0
"""How long one speech may take: a turn of an assistant is shorter."""

log = structlog.get_logger(__name__)


class Begun(NamedTuple):
    """A speech of which the first sound is there."""

    first: bytes
    rest: AsyncGenerator[bytes]


async def begin(bindings: Bindings, message: Message, deadline: float) -> Begun | None:
    """Return a speech once it has begun; None where it has not by the deadline.

    `deadline` is a moment of the running loop's clock.
    """
    service = bindings.service(VOICE.kind, call_id_of(message))
    if service is None:
        return None
    begun: Begun | None = None
    try:
        rest = speech(service, message, end_of(service, deadline), bindings.budget)
        begun, outcome = Begun(await sound_of(rest), rest), "OK"
    except CallFailed as error:
        outcome = outcome_of(error)
    log.info(
        "speech", call_id=call_id_of(message), service=service.name, outcome=outcome
    )
    return begun


async def sound_of(rest: AsyncGenerator[bytes]) -> bytes:
    """Return the first sound of a speech, or raise `CallFailed` if it has none."""
    async for piece in rest:
        if piece:
            return piece
    raise CallFailed(Code.INTERNAL, "the speech is empty")


async def speech(
    service: Service, message: Message, end: float, seconds: float
) -> AsyncGenerator[bytes]:
    """Yield the pieces of a speech as they come; raises `CallFailed`.

    The first sound has to be there by `end`, a moment of the running loop's clock;
    each further one may take `seconds`, the speech as a whole a minute.
    """
    payload = VOICE.payload(message)
    clock = asyncio.get_running_loop().time
    async with turn(service, message, end):
        rpc = service.listen(VOICE.path)
        call = rpc(payload, timeout=SPEECH_SECONDS, metadata=metadata_of(message))
        try:
            while (piece := await next_of(call, end)) is not grpc.aio.EOF:
                audio = VOICE.response.FromString(piece).audio
                yield audio
                end = clock() + seconds if audio else end
        except CallFailed as silence:
            service.lane.breaker.failed(silence.code, call_id_of(message))
            raise
        finally:
            call.cancel()


async def next_of(call: Speech, end: float) -> bytes | object:
    """Return the next piece, or gRPC's EOF; raises `CallFailed` where it is late."""
    try:
        async with asyncio.timeout_at(end):
            return await call.read()
    except TimeoutError as error:
        raise CallFailed(Code.DEADLINE_EXCEEDED, "the voice is silent") from error
