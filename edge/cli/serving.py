"""What one process does to answer webhooks, until it is told to stop."""

import argparse
import asyncio
import gc
import socket
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from msgspec.structs import replace

from edge.app import App
from edge.cli import census
from edge.cli.asked import Asked
from edge.config.settings import Config, Server
from edge.errors import ConfigError
from edge.server.accepting import Door
from edge.server.running import runner_of
from edge.server.tls import Identity
from edge.workers.child import Lifeline

WATCH_SECONDS = 1.0
"""How often the settings' files are looked at."""

GARBAGE = 50_000
"""How many objects are made before the collector looks at them."""

FOLLOWED = ("budget", "public_url", "trusted_proxies")
"""What of [server] changes without a restart."""

UNCHANGED = "settings not adopted, the old ones stay in force"

log = structlog.get_logger(__name__)


async def serve(
    config: Config,
    options: argparse.Namespace,
    sockets: Sequence[socket.socket],
    lifeline: Lifeline | None = None,
    *,
    store_url: str = "",
) -> None:
    """Answer on these sockets, follow the settings, and drain when told to stop.

    With a lifeline, also when the parent is gone. Raises `ConfigError`.
    """
    asked = Asked(lifeline)
    app, identity = App(config, store_url=store_url), Identity(config.server)
    asked.tell = partial(census.tell, app.load)
    door = Door(runner_of(app.handle, config), config.server.connections)
    try:
        # Before the store is waited for: it makes nobody wait who needs none.
        await door.open(sockets, identity.context)
        async with app.running(asked.stop):
            tasks = [follow(app, identity, options, config.server, asked.reload)]
            if lifeline:
                tasks.append(report(app, lifeline))
            await answer(app, config, tasks, asked.stop)
            await door.close()
    finally:
        await door.close()
    log.info("stopped")


async def answer(
    app: App,
    config: Config,
    beside: Iterable[Coroutine[Any, Any, None]],
    stop: asyncio.Event,
) -> None:
    """Answer webhooks, and do what is to be done beside, until told to stop."""
    spare_collector()
    tasks = [asyncio.create_task(work) for work in beside]
    await stop.wait()
    for task in tasks:
        task.cancel()
    app.health.draining = True
    log.info("draining", seconds=config.patience)


async def report(app: App, lifeline: Lifeline) -> None:
    """Tell the parent once every service was tried."""
    await app.discovery.tried.wait()
    lifeline.ready()


def spare_collector() -> None:
    """Have the garbage collector look at what may be garbage, and less often.

    What is alive once the edge listens stays. A webhook leaves next to no cycles.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 50)


async def follow(
    app: App,
    identity: Identity,
    options: argparse.Namespace,
    server: Server,
    asked: asyncio.Event,
) -> None:
    """Adopt the settings anew when asked to, and when one of their files changed."""
    seen = options.source.loaded
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), WATCH_SECONDS)
        marks = options.source.marks()
        if asked.is_set() or marks != seen:
            asked.clear()
            reload(app, identity, options, server)
        seen = marks


def reload(
    app: App, identity: Identity, options: argparse.Namespace, server: Server
) -> None:
    """Adopt what the files say now; a broken one keeps the old settings in force."""
    try:
        config = load(options)
        identity.follow(config.server)
        app.adopt(config)
    except ConfigError as error:
        log.error(UNCHANGED, why=str(error))  # noqa: TRY400  an operator's mistake, not ours
        return
    except Exception:  # a mistake of ours must not end the following of settings
        log.exception(UNCHANGED)
        return
    log.info("settings adopted", services=len(config.services))
    followed = {name: getattr(server, name) for name in FOLLOWED}
    if replace(config.server, **followed) != server:
        log.warning("other settings of [server] want a restart")


def load(options: argparse.Namespace) -> Config:
    """Read the settings anew; raises `ConfigError`."""
    config: Config = options.source.load()
    refuse_anybody(config, options)
    return config


def refuse_anybody(config: Config, options: argparse.Namespace) -> None:
    """Raise `ConfigError` where no credential keeps strangers out unasked."""
    if not config.credentials and not options.insecure:
        raise ConfigError(
            "no credential: set VAPI_WEBHOOK_SECRET or [[credentials]], "
            "or let anybody in with --insecure"
        )
