"""The command line: one module of this room per command."""

import argparse
from collections.abc import Mapping, Sequence
from importlib import import_module

from edge import __version__
from edge.config.source import Source
from edge.errors import ConfigError

COMMANDS = {
    "serve": "Answer Vapi's webhooks",
    "tools": "Print the toolbox as Vapi function tools, in JSON",
    "call": "Call a tool through the webhook, as Vapi would",
    "doctor": "Look at a deployment as Vapi would, and say what ails it",
    "verify": "Examine a live service: does it keep what services owe",
    "calls": "Tell what happened on calls, and erase it",
    "jobs": "List what waits, was parked or given up; retry or drop it",
    "new": "Write a new service, ready to run",
    "protos": "Write the edge's own contract into a folder",
}
"""What each does; its module is `edge.cli.<name>`."""


def parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; a command that is not asked for is not even imported."""
    top = argparse.ArgumentParser(
        prog="edge", description="The server behind a Vapi voice assistant."
    )
    top.add_argument("--version", action="version", version=f"edge {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        own = commands.add_parser(name, help=summary, description=f"{summary}.")
        own.add_argument(
            "--config", metavar="FILE", help="the settings (default: edge.toml)"
        )
        if name in arguments:
            module = import_module(f"edge.cli.{name}")
            module.add_arguments(own)
            own.set_defaults(run=module.run)
    return top


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command; returns its exit status, or 2 with what is misconfigured."""
    top = parser(arguments)
    options = top.parse_args(arguments)
    try:
        options.source = Source(options.config, environ)
        return int(options.run(options.source.load(), options))
    except ConfigError as error:
        top.exit(2, f"edge: {error}\n")
