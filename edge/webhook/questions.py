"""What Vapi asks beside tool calls, answered by services or by the settings."""

from collections.abc import Mapping
from functools import partial

from edge.hooks.asking import ask
from edge.hooks.bindings import Bindings
from edge.hooks.defaults import default
from edge.hooks.destinations import Answer
from edge.hooks.questions import QUESTIONS
from edge.tools.toolbox import Tools
from edge.vapi import answers
from edge.vapi.messages import Message
from edge.vapi.servers import Block
from edge.webhook import voice
from edge.webhook.handler import Handler
from edge.webhook.inline import completed

HANDOFF = "handoff-destination-request"


def answers_of(
    bindings: Bindings, tools: Tools, server: Block
) -> Mapping[str, Handler]:
    """Return what answers each question; who answers the phone is asked elsewhere."""
    by_service = partial(answer, bindings=bindings)
    questions = dict.fromkeys(QUESTIONS.keys() - {"assistant-request"}, by_service)
    hand_off = partial(handoff, bindings=bindings, tools=tools, server=server)
    speak = partial(voice.answer, bindings=bindings)
    return {**questions, HANDOFF: hand_off, "voice-request": speak}


async def answer(message: Message, deadline: float, *, bindings: Bindings) -> bytes:
    """Answer one question, by the edge's own default where no service does."""
    return answers.encode(await found(message, deadline, bindings))


async def handoff(
    message: Message,
    deadline: float,
    *,
    bindings: Bindings,
    tools: Tools,
    server: Block,
) -> bytes:
    """Answer to whom a call is handed over: one made for it alone may be in full."""
    told = await found(message, deadline, bindings)
    return answers.encode(completed(told, tools, server))


async def found(message: Message, deadline: float, bindings: Bindings) -> Answer:
    """Return a service's answer, or else the default."""
    question = QUESTIONS[message.type]
    end = bindings.end(question.kind, deadline)
    said = await ask(bindings, question, message, end)
    return said or default(message.type, bindings.hooks)
