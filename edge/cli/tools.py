"""`edge tools`: the toolbox, as the model's provider wants it defined."""

import argparse
import logging
import sys

import msgspec

from edge import logs
from edge.cli.loop import run_in_loop
from edge.config.settings import Config
from edge.tools.definitions import definition
from edge.tools.discovery import Discovery
from edge.tools.schemas import DIALECTS, VAPI, Dialect
from edge.vapi.servers import server_of, with_server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--dialect",
        choices=DIALECTS,
        default="vapi",
        help="whose form the definitions take (default: vapi)",
    )


def run(config: Config, options: argparse.Namespace) -> int:
    """Print every tool on offer; returns 1 where a service could not be learned."""
    logs.configure(level=logging.ERROR)  # what it would say, the command says itself
    return run_in_loop(print_tools(config, DIALECTS[options.dialect]))


async def print_tools(config: Config, dialect: Dialect) -> int:
    """Look at every service once, and print what they offer."""
    discovery = Discovery(config)
    try:
        await discovery.look()
    finally:
        await discovery.close()
    tools = [
        definition(tool.method, tool.name, dialect=dialect, comments=tool.comments)
        for tool in discovery.toolbox
    ]
    if dialect is VAPI:
        tools = [with_server(tool, server_of(config)) for tool in tools]
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(tools)).decode() + "\n")
    for name, reason in discovery.missing.items():
        sys.stderr.write(f"edge: {name} does not answer: {reason}\n")
    for problem in discovery.problems:
        sys.stderr.write(f"edge: {problem}\n")
    return 0 if discovery.toolbox.complete else 1
