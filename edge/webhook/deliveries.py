"""One delivery of a webhook: verified, parsed and answered."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web

from edge.config.connections import Connections
from edge.errors import Unauthenticated
from edge.policies.load import Load
from edge.policies.mentions import Mentions
from edge.state.parts import Notes
from edge.vapi import auth, messages
from edge.webhook import noted
from edge.webhook.doors import Door
from edge.webhook.responses import response_of
from edge.webhook.voice import Voice

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say of webhooks: replaced whole when they change."""

    verify: auth.Verify
    seconds: float
    doors: Sequence[Door]
    """One for each credential."""
    origin: auth.Origin
    connections: Connections
    load: Load
    mentions: Mentions


async def answer(
    terms: Terms,
    request: web.BaseRequest,
    body: bytes,
    deadline: float,
    record: Notes | None,
) -> web.StreamResponse:
    """Answer a webhook, one delivered again as it was at first.

    Raises `Unauthenticated` and `MalformedMessage`.
    """
    try:
        passed = terms.verify(request, body)
    except Unauthenticated as error:
        passed = await auth.verify_later(terms.verify, error, request, body)
    if passed.again:
        return await answer_again(request, passed.handled, terms.mentions)
    with terms.load, passed.handled as handled:
        message = messages.parse(body)
        door = terms.doors[passed.rank]
        door.admit(message)
        if record and message.type not in noted.UNNOTED and not terms.load.level:
            noted.message(record, message)
        words = await door.handlers.get(message.type, door.take)(message, deadline)
        if isinstance(words, Voice):  # too long to remember: spoken anew, if asked anew
            return await words.send(request)
        handled.settle(words)
    return response_of(request, words)


async def answer_again(
    request: web.BaseRequest, handled: auth.Handled, mentions: Mentions
) -> web.StreamResponse:
    """Give a redelivery the first delivery's answer, which runs no tool twice."""
    words = await handled.answer()
    answered = words is not None
    mentions.tell(log.info, "webhook delivered again", answered=answered)
    if words is None:
        return web.Response(status=503, text="Send it again.")
    return response_of(request, words)


def anybody(request: auth.Request, body: bytes) -> auth.Pass:
    """Let everybody in: what `--insecure` asks for."""
    del request, body
    return auth.Pass(0)
