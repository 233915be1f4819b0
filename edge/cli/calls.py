"""`edge calls`: what happened on calls, and its erasure."""

import argparse
import sys
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from edge.cli.loop import run_in_loop
from edge.cli.timeline import header, lines
from edge.config.settings import Config
from edge.errors import ConfigError
from edge.state.calls import RecordedCall, call_of, erase, newest
from edge.state.visit import Visit, visiting

USUAL_NUMBER = 20
EVERY = sys.maxsize


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=ACTIONS,
        default="list",
        help="list the newest (default), show one, export all, or erase",
    )
    parser.add_argument("id", nargs="?", default="", help="the call")
    parser.add_argument(
        "--caller", default="", help="whose calls, such as +12025550142"
    )
    parser.add_argument(
        "--outcome", default="", help="calls with that outcome, such as UNAVAILABLE"
    )
    parser.add_argument(
        "--last", type=int, default=USUAL_NUMBER, help="how many (default: 20)"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(config: Config, options: argparse.Namespace) -> int:
    """Do it; returns 1 where nothing was found. Raises `ConfigError`."""
    return run_in_loop(visit(config, options))


async def visit(config: Config, options: argparse.Namespace) -> int:
    """Do it, in the store."""
    async with visiting(config) as store:
        return await ACTIONS[options.action](store, options)


async def show_newest(store: Visit, options: argparse.Namespace) -> int:
    """Print one line per call, the newest first."""
    return await print_calls(
        store, options, options.last, line if not options.json else as_json
    )


async def export(store: Visit, options: argparse.Namespace) -> int:
    """Print every call as a line of JSON."""
    return await print_calls(store, options, EVERY, as_json)


async def print_calls(
    store: Visit,
    options: argparse.Namespace,
    limit: int,
    write: Callable[[RecordedCall], str],
) -> int:
    """Print the calls that the options ask for; returns 1 where there are none."""
    caller = store.callers.mark(options.caller) if options.caller else ""
    found = newest(
        store.connection,
        limit=limit,
        caller=caller,
        wanted=lambda call: options.outcome in {"", *call.outcomes},
    )
    status = 1
    async for call in found:
        status = 0
        sys.stdout.write(write(call) + "\n")
    if status:
        sys.stderr.write("edge: no such call is on record\n")
    return status


async def show(store: Visit, options: argparse.Namespace) -> int:
    """Print one call as a timeline."""
    if not options.id:
        raise ConfigError("which call? edge calls show ID")
    call = await call_of(store.connection, options.id)
    if call is None:
        sys.stderr.write(f"edge: nothing is on record of {options.id}\n")
        return 1
    text = as_json(call) if options.json else "\n".join([header(call), *lines(call)])
    sys.stdout.write(text + "\n")
    return 0


async def remove(store: Visit, options: argparse.Namespace) -> int:
    """Erase a caller, or a call."""
    if bool(options.caller) == bool(options.id):
        raise ConfigError("erase whom? edge calls erase --caller NUMBER, or ID")
    caller = store.callers.mark(options.caller) if options.caller else ""
    removed = await erase(store.connection, caller=caller, call_id=options.id)
    sys.stdout.write(f"{removed} entries were erased.\n")
    return 0 if removed else 1


def line(call: RecordedCall) -> str:
    """Return a call on one line."""
    used = len(call.tool_calls)
    failed = sum(entry.failed for entry in call.tool_calls)
    trouble = f", {failed} failed" if failed else ""
    calls = "tool call" if used == 1 else "tool calls"
    return f"{header(call)}  {used} {calls}{trouble}"


def as_json(call: RecordedCall) -> str:
    """Return a call as a line of JSON."""
    return msgspec.json.encode(call).decode()


ACTIONS: Mapping[str, Callable[[Visit, argparse.Namespace], Awaitable[int]]] = {
    "list": show_newest,
    "show": show,
    "export": export,
    "erase": remove,
}
"""What can be done."""
