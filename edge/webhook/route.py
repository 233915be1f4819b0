"""Bytes in, words out."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog
from aiohttp import web

from edge.config.settings import Config
from edge.errors import MalformedMessage, Overloaded, StoreLost, Unauthenticated
from edge.policies.mentions import Mentions
from edge.tools.toolbox import Tools
from edge.vapi import auth
from edge.vapi.assistants import Assistant
from edge.vapi.servers import server_of
from edge.webhook.bodies import arrived, awaited
from edge.webhook.deliveries import Terms, answer, anybody
from edge.webhook.handlers import doors_of
from edge.webhook.supplies import Supplies

ANSWER_SECONDS = 0.1
"""What is kept of the budget for writing the answer."""

log = structlog.get_logger(__name__)


class Webhook:
    """The handler of Vapi's server URL."""

    def __init__(
        self,
        config: Config,
        tools: Tools,
        supplies: Supplies,
        assistants: Sequence[Assistant],
    ) -> None:
        self._tools = tools
        self._supplies, self._state = supplies, supplies.state
        self._replays, self._issuers = auth.Replays(), auth.Issuers()
        self._mentions = Mentions()
        self.adopt(config, assistants)

    def adopt(self, config: Config, assistants: Sequence[Assistant]) -> None:
        """Answer by these settings from the next webhook on."""
        server, credentials = config.server, config.credentials
        origin = auth.Origin(server.trusted_proxies, server.public_url.rstrip("/"))
        verify = auth.verifier(
            credentials, origin=origin, replays=self._replays, issuers=self._issuers
        )
        supplies = replace(
            self._supplies,
            assistants=assistants,
            server=server_of(config),
            calls=self._supplies.calls if config.control.address else None,
        )
        self._terms = Terms(
            verify=verify if credentials else anybody,
            seconds=server.budget - min(ANSWER_SECONDS, server.budget / 2),
            doors=doors_of(credentials, self._tools, supplies),
            origin=origin,
            connections=server.connections,
            load=supplies.load,
            mentions=self._mentions,
        )

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Verify, parse and answer one webhook, or refuse what is none."""
        terms = self._terms
        deadline = asyncio.get_running_loop().time() + terms.seconds
        try:
            body = arrived(request, terms.connections)
            if body is None:
                body = await awaited(request, terms.connections.body_seconds)
            return await answer(terms, request, body, deadline, self._state.record)
        except Unauthenticated as error:
            status, text, why = 401, "Unauthorized", str(error)
        except MalformedMessage as error:
            status, text, why = 400, str(error), str(error)
        except web.HTTPException as error:
            status, text, why = error.status, error.reason, error.reason
        except (StoreLost, Overloaded) as error:  # Vapi sends it again, if told to
            status, text, why = 503, "Send it again.", str(error)
        remote = terms.origin.address(request)
        self._mentions.tell(
            log.warning, "webhook refused", status=status, why=why, remote=remote
        )
        return web.Response(status=status, text=text)
