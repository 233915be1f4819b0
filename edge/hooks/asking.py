"""A question put to a service, and its answer before a deadline."""

import asyncio
from typing import Any

import structlog

from edge.errors import CallFailed, Code
from edge.hooks.bindings import Bindings
from edge.hooks.calls import call_id_of, end_of, metadata_of, turn
from edge.hooks.destinations import Answer
from edge.hooks.questions import Question
from edge.tools.service import Service
from edge.vapi.messages import Message

log = structlog.get_logger(__name__)


async def ask(
    bindings: Bindings, question: Question, message: Message, deadline: float
) -> Answer | None:
    """Return the answer of the bound service; None where there is none that helps.

    `deadline` is a moment of the running loop's clock.
    """
    call_id = call_id_of(message)
    service = bindings.service(question.kind, call_id)
    if service is None:
        return None
    answer: Answer | None = None
    try:
        answer, outcome = await asked(service, question, message, deadline), "OK"
    except CallFailed as error:
        outcome = outcome_of(error)
    except Exception:  # a mistake of ours must not leave Vapi without an answer
        log.exception("question broke", type=message.type, service=service.name)
        outcome = "BUG"
    log.info(
        "question",
        call_id=call_id,
        type=message.type,
        service=service.name,
        outcome=outcome,
    )
    return answer


def outcome_of(error: CallFailed) -> str:
    """Return what the log says of a failure."""
    return f"{error.code.name}: {error.message}" if error.message else error.code.name


async def asked(
    service: Service, question: Question, message: Message, deadline: float
) -> Answer:
    """Ask a service, and once more where it was out of reach; raises `CallFailed`."""
    payload = question.payload(message)
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
    """Ask a service once, when it is its turn; raises `CallFailed`."""
    async with turn(service, message, end):
        left = end - asyncio.get_running_loop().time()
        if left <= 0:
            raise CallFailed(Code.DEADLINE_EXCEEDED, "no time is left")
        rpc = service.ask(question.path)
        response = await rpc(payload, timeout=left, metadata=metadata_of(message))
        return question.response.FromString(response)
