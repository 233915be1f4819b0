"""Bytes in, words out."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web

from edge.config.settings import Config
from edge.errors import MalformedMessage, Unauthenticated
from edge.hooks.bindings import Bindings
from edge.state.parts import State
from edge.tools.toolbox import Toolbox
from edge.vapi import answers, auth, messages
from edge.vapi.assistants import Assistant
from edge.vapi.live import LiveCalls
from edge.vapi.messages import Message
from edge.webhook import assistant_request, questions, tool_calls
from edge.webhook.handler import Handler
from edge.webhook.live_calls import watched
from edge.webhook.voice import Voice

ANSWER_SECONDS = 0.1
"""What is kept of the budget for writing the answer."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say of webhooks: replaced whole when they change."""

    verify: Callable[[Mapping[str, str], bytes], None]
    seconds: float
    handlers: Mapping[str, Handler]


class Webhook:
    """The handler of Vapi's server URL."""

    def __init__(
        self,
        config: Config,
        toolbox: Toolbox,
        assistants: Sequence[Assistant],
        *,
        calls: LiveCalls,
        state: State,
        bindings: Bindings,
    ) -> None:
        self._bindings = bindings
        self._toolbox = toolbox
        self._calls = calls
        self._state = state
        self.adopt(config, assistants)

    def adopt(self, config: Config, assistants: Sequence[Assistant]) -> None:
        """Answer by these settings from the next webhook on."""
        budget = config.server.budget
        handlers = handlers_of(self._toolbox, assistants, self._state, self._bindings)
        if config.control.address:
            handlers = watched(handlers, acknowledge, self._toolbox, self._calls)
        self._terms = Terms(
            verify=auth.verifier(config.credentials) if config.credentials else anybody,
            seconds=budget - min(ANSWER_SECONDS, budget / 2),
            handlers=handlers,
        )

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Verify, parse and answer one webhook."""
        terms = self._terms
        deadline = asyncio.get_running_loop().time() + terms.seconds
        body = await request.read()
        try:
            terms.verify(request.headers, body)
            message = messages.parse(body)
        except Unauthenticated as error:
            return refused(request, 401, "Unauthorized", str(error))
        except MalformedMessage as error:
            return refused(request, 400, str(error), str(error))
        handler = terms.handlers.get(message.type, acknowledge)
        answer = await handler(message, deadline)
        if isinstance(answer, Voice):
            return await answer.send(request)
        return web.Response(body=answer, content_type="application/json")


def anybody(headers: Mapping[str, str], body: bytes) -> None:
    """Let everybody in: what `--insecure` asks for."""


def handlers_of(
    toolbox: Toolbox,
    assistants: Sequence[Assistant],
    state: State,
    bindings: Bindings,
) -> Mapping[str, Handler]:
    """Return what answers each type of message that wants an answer."""
    return {
        "tool-calls": lambda message, deadline: tool_calls.answer_all(
            message, toolbox, state, deadline
        ),
        "function-call": lambda message, deadline: tool_calls.answer_legacy(
            message, toolbox, state, deadline
        ),
        "assistant-request": lambda message, deadline: assistant_request.answer(
            message, assistants, toolbox, deadline, bindings
        ),
        **questions.answers_of(bindings),
    }


async def acknowledge(message: Message, deadline: float) -> bytes:
    """Answer a message that wants no answer."""
    del deadline
    call_id = message.call.id if message.call else ""
    log.info("message", type=message.type[:64], call_id=call_id)
    return answers.NOTHING


def refused(request: web.BaseRequest, status: int, text: str, why: str) -> web.Response:
    """Answer what is not a webhook of Vapi's with one plain sentence."""
    log.warning("webhook refused", status=status, why=why, remote=request.remote)
    return web.Response(status=status, text=text)
