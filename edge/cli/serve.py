"""`edge serve`: answer webhooks until told to stop."""

import argparse
import asyncio
import gc
import signal
import sys

import structlog
from aiohttp import web

from edge import logs
from edge.app import HEALTH, create_app
from edge.cli.loop import run_in_loop
from edge.config.settings import Config
from edge.errors import ConfigError

LOOPBACK = "127.0.0.1"

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
    if not config.credentials and not options.insecure:
        raise ConfigError(
            "no credential: set VAPI_WEBHOOK_SECRET or [[credentials]], "
            "or let anybody in with --insecure"
        )
    if options.check:
        run_in_loop(check(config))
        return 0
    lines = logs.configure()
    try:
        run_in_loop(serve(config))
    finally:
        lines.flush()
    return 0


async def check(config: Config) -> None:
    """Wire everything that the settings name, and say what they say."""
    await create_app(config).cleanup()
    sys.stdout.write(
        f"The settings are good: {len(config.credentials)} credentials, "
        f"{len(config.services)} services, {len(config.assistants)} assistants.\n"
    )


async def serve(config: Config) -> None:
    """Listen, and drain when told to stop."""
    app = create_app(config)
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        shutdown_timeout=config.server.budget,
    )
    await runner.setup()
    host = config.server.host
    if not config.credentials:
        host = LOOPBACK
        log.warning("ANYBODY MAY CALL THE TOOLS: started with --insecure", host=host)
    site = web.TCPSite(runner, host, config.server.port)
    await listen(site, config)
    gc.freeze()  # what is alive now stays: the collector need not look at it again
    await stopped()
    app[HEALTH].draining = True
    log.info("draining", seconds=config.server.budget)
    await runner.cleanup()
    log.info("stopped")


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
