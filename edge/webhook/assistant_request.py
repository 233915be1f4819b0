"""A call begins: the assistant that answers it, knowing who calls."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from edge.hooks.asking import ask
from edge.hooks.bindings import Bindings
from edge.hooks.questions import QUESTIONS
from edge.tools.selection import selected
from edge.tools.toolbox import Tools
from edge.vapi import answers, assistants
from edge.vapi.assistants import Assistant
from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.servers import Block, with_server
from edge.webhook.callers import values_of

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
) -> bytes:
    """Return the assistant a service chooses, else that for the number called."""
    bound = bool(bindings.bound("assistant"))
    end = bindings.end("assistant", deadline) if bound else deadline
    said = await ask(bindings, QUESTIONS[message.type], message, end) or {}
    definitions = {tool.name: served(tool.definition, server) for tool in toolbox}
    if said.keys() - {OVERRIDES}:
        return finished(assistants.with_tools(said, definitions), server)
    context = context_of(message)
    chosen = assistants.choose(choices, context.called_number)
    log.info("assistant request", call_id=context.call_id, answered=chosen is not None)
    if chosen is None:
        words = assistants.NOT_NOW if bound else assistants.NOBODY
        return answers.of_assistant_request({"error": words})
    values = await values_of(chosen, context, toolbox, end)
    values |= said.get(OVERRIDES, {}).pop("variableValues", {})
    offered = [tool.name for tool in selected(toolbox, chosen.tools)]
    own = {name: definitions[name] for name in offered if name in definitions}
    return finished(overridden(chosen.answer(values, own), said), server)


def served(definition: Mapping[str, Any], server: Block) -> Mapping[str, Any]:
    """Return a definition that says of its server more than its assistant does."""
    return with_server(definition, server) if "server" in definition else definition


def finished(body: dict[str, Any], server: Block) -> bytes:
    """Return the answer; an assistant in full is told where its webhooks go."""
    told = body.get("assistant")
    if isinstance(told, dict):
        body = {**body, "assistant": with_server(told, server)}
    return answers.of_assistant_request(body)


def overridden(answer: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file's answer with what else a service overrides of its assistant."""
    overrides = said.get(OVERRIDES, {}) | answer.get(OVERRIDES, {})
    return answer | ({OVERRIDES: overrides} if overrides else {})
