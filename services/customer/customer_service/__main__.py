"""Serve the customer tools, or import customers: `python -m customer_service`."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from customer_service import config, roster
from customer_service.database import FAILURES, Database
from customer_service.records import Records
from customer_service.server import serving


async def serve(settings: config.Config) -> None:
    """Serve until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(settings) as address:
        print(f"customer listens on {address}", flush=True)  # noqa: T201  how whoever starts it on port 0 learns the port
        await stop.wait()


async def load(settings: config.Config, file: Path) -> None:
    """Put the customers in a CSV file into the database: all, or none.

    Raises `RosterError` or one of `FAILURES`.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        entries = roster.read(lines, region=settings.region)
    database = Database(settings.database)
    try:
        await database.prepare()
        await Records(database).put(entries)
    except IntegrityError:
        raise roster.RosterError(
            "one of the customers is known under another customer_id"
        ) from None
    finally:
        await database.close()
    print(f"imported {len(entries)} customers")  # noqa: T201  a command says what it did


def main() -> None:
    """Run; what cannot be used ends it with one line that says why."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    file = parser().parse_args().file
    try:
        settings = config.read(os.environ)
        asyncio.run(load(settings, file) if file else serve(settings))
    except (config.ConfigError, roster.RosterError, *FAILURES) as error:
        sys.exit(f"customer: {error}".partition("\n")[0])


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="customer-service", description=__doc__)
    commands = parser.add_subparsers(title="commands", metavar="")
    importing = commands.add_parser("import", help="import customers from a CSV file")
    importing.add_argument("file", type=Path, help="its columns: see the README")
    parser.set_defaults(file=None)
    return parser


if __name__ == "__main__":
    main()
