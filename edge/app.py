"""Wire the edge together."""

from collections.abc import AsyncIterator

from aiohttp import web

from edge.config.settings import Config
from edge.health import Health
from edge.tools.discovery import Discovery
from edge.vapi import assistants
from edge.webhook.route import Webhook

HEALTH = web.AppKey("health", Health)
WEBHOOK = web.AppKey("webhook", Webhook)
DISCOVERY = web.AppKey("discovery", Discovery)


def create_app(config: Config) -> web.Application:
    """Return the application that `config` describes.

    Raises `ConfigError` when a file that it names cannot be used.
    """
    discovery = Discovery(config)
    health = Health(discovery)
    webhook = Webhook(config, discovery.toolbox, assistants.load(config.assistants))
    app = web.Application(client_max_size=config.server.max_body)
    app[HEALTH] = health
    app[WEBHOOK] = webhook
    app[DISCOVERY] = discovery
    app.router.add_post(config.server.path, webhook.handle)
    app.router.add_get("/healthz", health.alive)
    app.router.add_get("/readyz", health.ready)

    async def discover(_: web.Application) -> AsyncIterator[None]:
        async with discovery.running():
            yield

    app.cleanup_ctx.append(discover)
    return app


def adopt(app: web.Application, config: Config) -> None:
    """Have a running application follow other settings, from the next webhook on.

    Raises `ConfigError`, and changes nothing, where they cannot be followed.
    """
    loaded = assistants.load(config.assistants)
    app[DISCOVERY].adopt(config)
    app[WEBHOOK].adopt(config, loaded)
