"""`edge jobs`: what waits, could not be told, or was given up."""

import argparse
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import msgspec

from edge.cli.loop import run_in_loop
from edge.config.settings import Config
from edge.errors import ConfigError
from edge.state import backlog
from edge.state.backlog import Item
from edge.state.reading import Stored
from edge.state.visit import Visit, visiting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=ACTIONS,
        default="list",
        help="list (default), show one, try it again, or drop it",
    )
    parser.add_argument("id", nargs="?", default="", help="such as dead-7")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(config: Config, options: argparse.Namespace) -> int:
    """Do it; returns 1 where nothing was found. Raises `ConfigError`."""
    return run_in_loop(visit(config, options))


async def visit(config: Config, options: argparse.Namespace) -> int:
    """Do it, in the store."""
    async with visiting(config) as store:
        return await ACTIONS[options.action](store, options)


async def show_all(store: Visit, options: argparse.Namespace) -> int:
    """Print one line for each thing that waits."""
    write = as_json if options.json else line
    found = [write(item) async for item in backlog.items(store.connection)]
    sys.stdout.writelines(f"{each}\n" for each in found)
    if not found:
        sys.stderr.write("edge: nothing waits\n")
    return 0


async def show(store: Visit, options: argparse.Namespace) -> int:
    """Print one thing as JSON, with all that was kept of it."""
    items = [item async for item in backlog.items(store.connection)]
    found = [item for item in items if item.id == options.id]
    if not found:
        return missing(options)
    text = msgspec.json.format(msgspec.json.encode(found[0]), indent=2)
    sys.stdout.write(text.decode() + "\n")
    return 0


async def retry(store: Visit, options: argparse.Namespace) -> int:
    """Have a dead letter tried again, or a parked result told in the next call."""
    if options.id.startswith("job-"):
        raise ConfigError("a job is tried again by itself; retry dead-… or parked-…")
    return await change(store, options, backlog.retry, "will be tried again")


async def drop(store: Visit, options: argparse.Namespace) -> int:
    """Remove a thing that waits."""
    return await change(store, options, backlog.drop, "was dropped")


async def change(
    store: Visit,
    options: argparse.Namespace,
    act: Callable[..., Awaitable[None]],
    done: str,
) -> int:
    """Act on the thing of an id."""
    entry: Stored | None = await backlog.find(store.connection, options.id)
    if entry is None:
        return missing(options)
    await act(store.connection, entry)
    sys.stdout.write(f"{options.id} {done}.\n")
    return 0


def missing(options: argparse.Namespace) -> int:
    """Say that nothing goes by that id."""
    if not options.id:
        raise ConfigError("which one? edge jobs lists their ids")
    sys.stderr.write(f"edge: there is no {options.id}\n")
    return 1


def line(item: Item) -> str:
    """Return a thing on one line."""
    at = datetime.fromtimestamp(item.at, UTC)
    why = f"  {item.why}" if item.why else ""
    when = f"{at:%Y-%m-%d %H:%M:%S}"
    return f"{item.id:<10} {when}  {item.state:<17} {item.name}  {item.call}{why}"


def as_json(item: Item) -> str:
    """Return a thing as a line of JSON."""
    return msgspec.json.encode(item).decode()


ACTIONS: Mapping[str, Callable[[Visit, argparse.Namespace], Awaitable[int]]] = {
    "list": show_all,
    "show": show,
    "retry": retry,
    "drop": drop,
}
"""What can be done."""
