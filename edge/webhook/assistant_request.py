"""A call begins: the assistant that answers it, knowing who calls."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from edge.hooks.asking import ask
from edge.hooks.bindings import Bindings
from edge.hooks.destinations import Answer
from edge.hooks.questions import QUESTIONS
from edge.tools.selection import selected
from edge.tools.toolbox import Tools
from edge.vapi import answers, assistants
from edge.vapi.assistants import Assistant
from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.servers import Block
from edge.webhook.callers import values_of
from edge.webhook.doors import may_take
from edge.webhook.inline import completed

OVERRIDES = "assistantOverrides"

log = structlog.get_logger(__name__)


async def answer(
    message: Message,
    choices: Sequence[Assistant],
    toolbox: Tools,
    deadline: float,
    *,
    bindings: Bindings,
    server: Block,
    own: frozenset[str],
) -> bytes:
    """Return the assistant a service chooses, else that for the number called.

    A service chooses among the credential's `own` alone, if it has any.
    """
    context = context_of(message)
    bound = bool(bindings.bound("assistant"))
    end = bindings.end("assistant", deadline) if bound else deadline
    said = await asked(bindings, message, own, end)
    if said.keys() - {OVERRIDES}:
        return answers.of_assistant_request(completed(said, toolbox, server))
    chosen = assistants.choose(choices, context.called_number)
    log.info("assistant request", call_id=context.call_id, answered=chosen is not None)
    if chosen is None:
        words = assistants.NOT_NOW if bound else assistants.NOBODY
        return answers.of_assistant_request({"error": words})
    values = await values_of(chosen, context, toolbox, end)
    values |= said.get(OVERRIDES, {}).pop("variableValues", {})
    body = overridden(chosen.answer(values), said)
    offered = selected(toolbox, chosen.tools)
    return answers.of_assistant_request(completed(body, offered, server))


async def asked(
    bindings: Bindings, message: Message, own: frozenset[str], end: float
) -> Answer:
    """Return a service's answer; an empty one where there is none that may be given."""
    said = await ask(bindings, QUESTIONS[message.type], message, end) or {}
    if may_take(said, own):
        return said
    log.warning("assistant not the credential's", call_id=context_of(message).call_id)
    return {}


def overridden(answer: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file's answer with what else a service overrides of its assistant."""
    overrides = said.get(OVERRIDES, {}) | answer.get(OVERRIDES, {})
    return answer | ({OVERRIDES: overrides} if overrides else {})
