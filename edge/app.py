"""Wire the edge together."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager

from aiohttp import web

from edge.config.settings import Config
from edge.control.server import ControlServer
from edge.health import Health
from edge.hooks.bindings import Bindings
from edge.policies.load import Load
from edge.policies.rates import Rates
from edge.state.parts import State
from edge.tools.discovery import Discovery
from edge.vapi import assistants
from edge.vapi.encryption import keys_of
from edge.vapi.live import LiveCalls
from edge.webhook.route import Webhook
from edge.webhook.supplies import Supplies

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class App:
    """The rooms of the edge that `config` describes, behind one handler.

    With a `store_url`, the embedded store is kept by another process. Raises
    `ConfigError` when a file that `config` names cannot be used.
    """

    def __init__(self, config: Config, *, store_url: str = "") -> None:
        self.discovery = Discovery(config)
        self.bindings = Bindings(config, self.discovery)
        self.rates = Rates(config.limits)
        self.load = Load(config.overload)
        self.health = Health(self.discovery, self.bindings, self.rates, self.load)
        self.state = State()
        self.calls = LiveCalls(config.control, shared=lambda: self.state.calls)
        self.control = ControlServer(config.control, self.calls)
        supplies = Supplies(
            state=self.state,
            bindings=self.bindings,
            rates=self.rates,
            load=self.load,
            calls=self.calls,
        )
        loaded = assistants.load(config.assistants)
        self.webhook = Webhook(config, self.discovery.toolbox, supplies, loaded)
        self._config = config
        self._store_url = store_url
        self._routes: Mapping[str, Mapping[str, Handler]] = {
            config.server.path: {"POST": self.webhook.handle},
            "/healthz": {"GET": self.health.alive, "HEAD": self.health.alive},
            "/readyz": {"GET": self.health.ready, "HEAD": self.health.ready},
        }

    @asynccontextmanager
    async def running(self, stop: asyncio.Event | None = None) -> AsyncIterator[None]:
        """Learn what the services offer, and keep knowing it.

        Once told to `stop`, what is still to begin is not waited for.
        """
        async with (
            aclosing(self.calls),
            aclosing(self.rates),
            self.load.watched(),
            self.discovery.running(),
            stored(
                self._config,
                self.state,
                self.discovery,
                url=self._store_url,
                stop=stop or asyncio.Event(),
            ),
            self.control.running(),
        ):
            yield

    def handle(self, request: web.BaseRequest) -> Awaitable[web.StreamResponse]:
        """Answer one request; raises aiohttp's HTTPException for a wrong address."""
        methods = self._routes.get(request.path)
        if methods is None:
            raise web.HTTPNotFound
        handler = methods.get(request.method)
        if handler is None:
            raise web.HTTPMethodNotAllowed(request.method, methods)
        return handler(request)

    def adopt(self, config: Config) -> None:
        """Follow other settings, from the next webhook on.

        Raises `ConfigError`, and changes nothing, where they cannot be followed.
        """
        loaded = assistants.load(config.assistants)
        keys_of(config.credentials)  # one that cannot be used changes nothing either
        follow_limits = self.rates.prepared(config.limits)
        self.discovery.adopt(config)
        follow_limits()
        self.load.adopt(config.overload)
        self.control.adopt(config.control)
        self.bindings.adopt(config)
        self.webhook.adopt(config, loaded)


@asynccontextmanager
async def stored(
    config: Config,
    state: State,
    discovery: Discovery,
    *,
    url: str,
    stop: asyncio.Event,
) -> AsyncIterator[None]:
    """Keep the store, if there is to be one; raises `ConfigError`."""
    if config.store is None:
        yield
        return
    from edge.work.room import working  # noqa: PLC0415  nats is for who asks for it

    async with working(config, state, discovery, url=url, stop=stop):
        yield
