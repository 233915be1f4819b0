"""Bytes in, words out."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from edge.config.settings import Config
from edge.errors import MalformedMessage, Unauthenticated
from edge.tools.toolbox import Toolbox
from edge.vapi import answers, auth, messages
from edge.vapi.assistants import Assistant
from edge.vapi.messages import Message
from edge.webhook import assistant_request, tool_calls

Handler = Callable[[Message, float], Awaitable[bytes]]
"""Answers a message before a moment of the loop's clock."""

ANSWER_SECONDS = 0.1
"""What is kept of the budget for writing the answer."""

log = structlog.get_logger(__name__)


class Webhook:
    """The handler of Vapi's server URL."""

    def __init__(
        self, config: Config, toolbox: Toolbox, assistants: Sequence[Assistant]
    ) -> None:
        self._verify = auth.verifier(config.credentials)
        self._insecure = not config.credentials
        self._seconds = config.server.budget - min(
            ANSWER_SECONDS, config.server.budget / 2
        )
        self._handlers: dict[str, Handler] = {
            "tool-calls": lambda message, deadline: tool_calls.answer_all(
                message, toolbox, deadline
            ),
            "function-call": lambda message, deadline: tool_calls.answer_legacy(
                message, toolbox, deadline
            ),
            "assistant-request": lambda message, deadline: assistant_request.answer(
                message, assistants, toolbox, deadline
            ),
        }

    async def handle(self, request: web.Request) -> web.Response:
        """Verify, parse and answer one webhook."""
        deadline = asyncio.get_running_loop().time() + self._seconds
        body = await request.read()
        try:
            if not self._insecure:
                self._verify(request.headers, body)
            message = messages.parse(body)
        except Unauthenticated as error:
            return refused(request, 401, "Unauthorized", str(error))
        except MalformedMessage as error:
            return refused(request, 400, str(error), str(error))
        handler = self._handlers.get(message.type, acknowledge)
        answer = await handler(message, deadline)
        return web.Response(body=answer, content_type="application/json")


async def acknowledge(message: Message, deadline: float) -> bytes:
    """Answer a message that wants no answer."""
    del deadline
    call_id = message.call.id if message.call else ""
    log.info("message", type=message.type[:64], call_id=call_id)
    return answers.NOTHING


def refused(request: web.Request, status: int, text: str, why: str) -> web.Response:
    """Answer what is not a webhook of Vapi's with one plain sentence."""
    log.warning("webhook refused", status=status, why=why, remote=request.remote)
    return web.Response(status=status, text=text)
