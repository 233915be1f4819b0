"""`edge verify`: examine a live service of any language."""

import argparse
import asyncio
import shlex
import sys

from edge.config.settings import Config
from edge.errors import ConfigError, DiscoveryError
from edge.tools.descriptors import Contract
from edge.verify.examination import examine
from edge.verify.learning import described
from edge.verify.peer import Peer, Times, open_channel
from edge.verify.report import Result, lines, summary
from edge.verify.subject import located

NOTHING = "nul" if sys.platform == "win32" else "/dev/null"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    # No edge is asked: its settings, and the secrets they name, need not be here.
    parser.set_defaults(config=NOTHING)
    parser.add_argument(
        "address",
        nargs="?",
        help="where it serves, or with --command is to serve, such as 127.0.0.1:50051",
    )
    parser.add_argument(
        "--descriptors", metavar="FILE", help="the descriptor set of its contract"
    )
    parser.add_argument("--caller", default="", help="who calls, such as +12025550142")
    parser.add_argument(
        "--effects", action="store_true", help="call tools that have effects, too"
    )
    parser.add_argument(
        "--command",
        metavar='"…"',
        help="what starts it; NAME=value may stand in front",
    )


def run(config: Config, options: argparse.Namespace) -> int:
    """Print one line per check; returns 0 if all hold, 1 with findings.

    Returns 2 when nobody answers; raises `ConfigError` for options of no use.
    """
    del config
    if not (options.address or options.command):
        raise ConfigError("name the address of a service, or a --command to start one")
    try:
        return asyncio.run(verify(options))
    except DiscoveryError as error:
        sys.stderr.write(f"edge: {error}\n")
        return 2


async def verify(options: argparse.Namespace) -> int:
    """Find the service, or start it, and examine it."""
    given = contract_in(options.descriptors) if options.descriptors else None
    command = tuple(shlex.split(options.command or ""))
    times = Times()
    async with (
        located(command, options.address, times) as address,
        open_channel(address) as channel,
    ):
        peer = Peer(
            address=address,
            channel=channel,
            given=given,
            caller=options.caller,
            effects=options.effects,
            command=command,
            times=times,
        )
        return await report(peer)


async def report(peer: Peer) -> int:
    """Print what there is to say as it comes; returns 1 if there are findings."""
    results: list[Result] = []
    async for result in examine(peer):
        results.append(result)
        sys.stdout.writelines(f"{line}\n" for line in lines(result))
        sys.stdout.flush()
    sys.stdout.write(f"{summary(results)}\n")
    return int(any(result.findings for result in results))


def contract_in(location: str) -> Contract:
    """Read a descriptor set, or raise `ConfigError`."""
    try:
        return described(location)
    except DiscoveryError as error:
        raise ConfigError(str(error)) from error
