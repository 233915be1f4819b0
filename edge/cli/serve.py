"""`edge serve`: answer webhooks until told to stop."""

import argparse
import asyncio
import gc
import signal
import sys
from contextlib import suppress

import structlog
from aiohttp import web
from msgspec.structs import replace

from edge import logs
from edge.app import App
from edge.cli.loop import run_in_loop
from edge.config.settings import Config, Server
from edge.errors import ConfigError
from edge.server import runner_of

LOOPBACK = "127.0.0.1"
WATCH_SECONDS = 1.0
"""How often the settings' files are looked at."""

GARBAGE = 50_000
"""How many objects are made before the collector looks at them."""

log = structlog.get_logger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--check", action="store_true", help="check the settings, and serve nothing"
    )
    parser.add_argument(
        "--insecure",
        action="store_true",
        help="accept webhooks from anybody, on loopback alone",
    )


def run(config: Config, options: argparse.Namespace) -> int:
    """Serve; returns 0 after a drain. Raises `ConfigError` before listening."""
    refuse_anybody(config, options)
    if options.check:
        run_in_loop(check(config))
        return 0
    lines = logs.configure()
    try:
        run_in_loop(serve(config, options))
    finally:
        lines.close()
    return 0


def refuse_anybody(config: Config, options: argparse.Namespace) -> None:
    """Raise `ConfigError` where no credential keeps strangers out unasked."""
    if not config.credentials and not options.insecure:
        raise ConfigError(
            "no credential: set VAPI_WEBHOOK_SECRET or [[credentials]], "
            "or let anybody in with --insecure"
        )


async def check(config: Config) -> None:
    """Wire everything that the settings name, and say what they say."""
    App(config)
    sys.stdout.write(
        f"The settings are good: {len(config.credentials)} credentials, "
        f"{len(config.services)} services, {len(config.assistants)} assistants.\n"
    )


async def serve(config: Config, options: argparse.Namespace) -> None:
    """Listen, follow the settings, and drain when told to stop."""
    app = App(config)
    async with app.running():
        runner = runner_of(app.handle, config.server)
        await runner.setup()
        try:
            await answer(app, runner, config, options)
        finally:
            await runner.cleanup()
    log.info("stopped")


async def answer(
    app: App, runner: web.ServerRunner, config: Config, options: argparse.Namespace
) -> None:
    """Answer webhooks, until told to stop."""
    host = config.server.host
    if not config.credentials:
        host = LOOPBACK
        log.warning("ANYBODY MAY CALL THE TOOLS: started with --insecure", host=host)
    await listen(web.TCPSite(runner, host, config.server.port), config)
    spare_collector()
    following = asyncio.create_task(follow(app, options, config.server))
    await stopped()
    following.cancel()
    app.health.draining = True
    log.info("draining", seconds=config.server.budget)


def spare_collector() -> None:
    """Have the garbage collector look at what may be garbage, and less often.

    What is alive once the edge listens stays. A webhook leaves next to no cycles.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 50)


async def follow(app: App, options: argparse.Namespace, server: Server) -> None:
    """Adopt the settings anew at each SIGHUP, and when one of their files changed."""
    hangup = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, hangup.set)
    seen = options.source.marks()
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(hangup.wait(), WATCH_SECONDS)
        marks = options.source.marks()
        if hangup.is_set() or marks != seen:
            hangup.clear()
            reload(app, options, server)
        seen = marks


def reload(app: App, options: argparse.Namespace, server: Server) -> None:
    """Adopt what the files say now; a broken one keeps the old settings in force."""
    try:
        config = options.source.load()
        refuse_anybody(config, options)
        app.adopt(config)
    except ConfigError as error:
        log.error("settings not adopted, the old ones stay in force", why=str(error))  # noqa: TRY400  an operator's mistake, not ours
        return
    log.info("settings adopted", services=len(config.services))
    if replace(config.server, budget=server.budget) != server:
        log.warning("other settings of [server] want a restart")


async def listen(site: web.TCPSite, config: Config) -> None:
    """Start listening, and say where; raises `ConfigError` where it cannot."""
    try:
        await site.start()
    except OSError as error:
        raise ConfigError(
            f"cannot listen on {config.server.host}:{config.server.port}: "
            f"{error.strerror}"
        ) from error
    log.info("listening", url=f"{url_of(site)}{config.server.path}")


def url_of(site: web.TCPSite) -> str:
    """Return where a site really listens, for port 0 is any free one."""
    server = site._server  # noqa: SLF001  aiohttp shows the bound port nowhere else
    host, port = server.sockets[0].getsockname()[:2]  # type: ignore[union-attr]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


async def stopped() -> None:
    """Return at the first SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
