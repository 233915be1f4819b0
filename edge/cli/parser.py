"""The command line: `edge serve`, `edge tools`, `edge call`."""

import argparse
from collections.abc import Mapping, Sequence

from edge import __version__
from edge.cli import call, serve, tools
from edge.config.loading import load
from edge.errors import ConfigError

COMMANDS = (serve, tools, call)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="edge", description="The server behind a Vapi voice assistant."
    )
    top.add_argument("--version", action="version", version=f"edge {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2]
        own = commands.add_parser(
            name, help=command.HELP, description=f"{command.HELP}."
        )
        own.add_argument(
            "--config", metavar="FILE", help="the settings (default: edge.toml)"
        )
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    return top


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int | str:
    """Run one command; returns its exit status, or 2 with what is misconfigured."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(load(options.config, environ), options))
    except ConfigError as error:
        parser().exit(2, f"edge: {error}\n")
