"""A question put to a service, and its answer before a deadline."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import grpc.aio
import structlog
from google.protobuf.message import DecodeError

from edge.errors import CallFailed, Code
from edge.hooks.bindings import Bindings
from edge.hooks.destinations import Answer
from edge.hooks.questions import VOICE, Question
from edge.status import failure_of
from edge.tools.filling import quoted
from edge.tools.service import Service
from edge.vapi.messages import Message
from edge.vapi.typed.fields import fields_of

DOUBTFUL_SECONDS = 1.0
"""How long a service that is known to be missing is asked all the same."""

SPEECH_SECONDS = 60.0
"""How long one speech may take: a turn of an assistant is shorter."""

log = structlog.get_logger(__name__)


async def ask(
    bindings: Bindings, question: Question, message: Message, deadline: float
) -> Answer | None:
    """Return the answer of the bound service; None where there is none that helps.

    `deadline` is a moment of the running loop's clock.
    """
    call_id = message.call.id if message.call else ""
    service = bindings.service(question.kind, call_id)
    if service is None:
        return None
    try:
        answer = await asked(service, question, message, deadline)
    except CallFailed as error:
        outcome, answer = f"{error.code.name}: {error.message}"[:200], None
    except Exception:  # a mistake of ours must not leave Vapi without an answer
        log.exception("question broke", type=message.type, service=service.name)
        return None
    else:
        outcome = "OK"
    log.info(
        "question",
        call_id=call_id,
        type=message.type,
        service=service.name,
        outcome=outcome,
    )
    return answer


async def asked(
    service: Service, question: Question, message: Message, deadline: float
) -> Answer:
    """Ask a service, and once more where it was out of reach; raises `CallFailed`."""
    payload = payload_of(question, message)
    end = end_of(service, deadline)
    try:
        response = await once(service, question, message, payload, end)
    except CallFailed as error:
        if error.code is not Code.UNAVAILABLE or service.missing is not None:
            raise
        response = await once(service, question, message, payload, end)
    return question.write(response)


async def once(
    service: Service, question: Question, message: Message, payload: bytes, end: float
) -> Any:  # noqa: ANN401  the question's response
    """Ask a service once; raises `CallFailed`."""
    left = end - asyncio.get_running_loop().time()
    if left <= 0:
        raise CallFailed(Code.DEADLINE_EXCEEDED, "no time is left")
    rpc = service.ask(question.path)
    try:
        response = await rpc(payload, timeout=left, metadata=metadata_of(message))
        return question.response.FromString(response)
    except grpc.aio.AioRpcError as error:
        raise failure_of(error) from error
    except DecodeError as error:
        raise CallFailed(Code.INTERNAL, "the answer is garbage") from error


async def speech(
    service: Service, message: Message, seconds: float
) -> AsyncGenerator[bytes]:
    """Yield the pieces of a speech as they come; raises `CallFailed`.

    Each may take `seconds`, the speech as a whole a minute.
    """
    rpc = service.listen(VOICE.path)
    payload = payload_of(VOICE, message)
    call = rpc(payload, timeout=SPEECH_SECONDS, metadata=metadata_of(message))
    try:
        while True:
            async with asyncio.timeout(seconds):
                piece = await call.read()
            if piece is grpc.aio.EOF:
                return
            yield VOICE.response.FromString(piece).audio
    except grpc.aio.AioRpcError as error:
        raise failure_of(error) from error
    except TimeoutError as error:
        raise CallFailed(Code.DEADLINE_EXCEEDED, "the voice falls silent") from error
    except DecodeError as error:
        raise CallFailed(Code.INTERNAL, "the speech is garbage") from error
    finally:
        call.cancel()


def payload_of(question: Question, message: Message) -> bytes:
    """Return the request's bytes."""
    request = question.read(message, fields_of(message.body))
    return bytes(request.SerializeToString())


def end_of(service: Service, deadline: float) -> float:
    """Return when to stop waiting: soon, for a service that is known to be missing."""
    if service.missing is None or not service.tried:
        return deadline
    return min(deadline, asyncio.get_running_loop().time() + DOUBTFUL_SECONDS)


def metadata_of(message: Message) -> tuple[tuple[str, str], ...]:
    """Return what a service learns of the call beside the request."""
    call_id = message.call.id if message.call else ""
    return (("vapi-call-id", quoted(call_id)),) if call_id else ()
