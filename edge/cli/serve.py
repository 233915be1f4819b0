"""`edge serve`: answer webhooks until told to stop."""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from edge import logs
from edge.app import App
from edge.cli.crew import Crew
from edge.cli.loop import run_in_loop
from edge.cli.serving import refuse_anybody, serve
from edge.cli.stores import claimed, running
from edge.config.settings import Config
from edge.errors import ConfigError
from edge.logs.lines import Lines
from edge.server.files import allow
from edge.server.tls import Identity
from edge.workers.cores import cores
from edge.workers.sockets import listeners, urls_of

if TYPE_CHECKING:
    from edge.state.server import Server

LOOPBACK = "127.0.0.1"
MOST_WORKERS = 256

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
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        choices=range(1, MOST_WORKERS + 1),
        help="how many processes answer (default: one for each processor)",
    )


def run(config: Config, options: argparse.Namespace) -> int:
    """Serve; returns 0 after a drain. Raises `ConfigError` before listening."""
    refuse_anybody(config, options)
    if options.check:
        run_in_loop(check(config))
        return 0
    lines = logs.configure()
    try:
        return listen(config, options, lines)
    finally:
        lines.close()


async def check(config: Config) -> None:
    """Wire everything that the settings name, and say what they say."""
    App(config)
    Identity(config.server)
    sys.stdout.write(
        f"The settings are good: {len(config.credentials)} credentials, "
        f"{len(config.services)} services, {len(config.assistants)} assistants.\n"
    )


def listen(config: Config, options: argparse.Namespace, lines: Lines) -> int:
    """Listen, and answer: alone, or by several workers."""
    host = config.server.host
    if not config.credentials:
        host = LOOPBACK
        log.warning("ANYBODY MAY CALL THE TOOLS: started with --insecure", host=host)
    store = claimed(config)  # who is refused it must not have listened
    sockets = listeners(host, config.server.port, workers_of(config, options))
    allow(config.server.connections.most)
    for url in urls_of(sockets[0], "https" if config.server.tls else "http"):
        log.info("listening", url=f"{url}{config.server.path}", workers=len(sockets))
    if len(sockets) > 1:
        return Crew(config, options, lines, store).run(sockets)
    run_in_loop(alone(config, options, sockets[0], store))
    return 0


async def alone(
    config: Config,
    options: argparse.Namespace,
    sockets: Sequence[socket.socket],
    store: "Server | None",
) -> None:
    """Answer by one process, which keeps the store's server as well."""
    async with running(store) as url:
        await serve(config, options, sockets, store_url=url)


def workers_of(config: Config, options: argparse.Namespace) -> int:
    """Return how many processes are to answer; raises `ConfigError`.

    Without a store, workers cannot tell each other which calls run: call control is
    then left to one, unless several are asked for.
    """
    alone = not hasattr(os, "fork") or (config.control.address and not config.store)
    count: int = options.workers or (1 if alone else cores())
    if count > 1 and config.control.address.endswith(":0"):
        raise ConfigError("control.address: several workers want a port that is known")
    return count
