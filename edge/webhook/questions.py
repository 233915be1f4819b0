"""What Vapi asks beside tool calls, answered by services or by the settings."""

from collections.abc import Mapping
from functools import partial

from edge.hooks.asking import ask
from edge.hooks.bindings import Bindings
from edge.hooks.defaults import default
from edge.hooks.questions import QUESTIONS
from edge.vapi import answers
from edge.vapi.messages import Message
from edge.webhook import voice
from edge.webhook.handler import Handler


def answers_of(bindings: Bindings) -> Mapping[str, Handler]:
    """Return what answers each question; who answers the phone is asked elsewhere."""
    by_service = partial(answer, bindings=bindings)
    questions = dict.fromkeys(QUESTIONS.keys() - {"assistant-request"}, by_service)
    return {**questions, "voice-request": partial(voice.answer, bindings=bindings)}


async def answer(message: Message, deadline: float, *, bindings: Bindings) -> bytes:
    """Answer one question, by the edge's own default where no service does."""
    question = QUESTIONS[message.type]
    end = bindings.end(question.kind, deadline)
    found = await ask(bindings, question, message, end)
    return answers.encode(found or default(message.type, bindings.hooks))
