"""`edge new`: a new service, ready to run."""

import argparse
import sys
from pathlib import Path

from edge.cli.protos import NO_SETTINGS
from edge.config.settings import Config
from edge.scaffold import service
from edge.scaffold.recipe import LANGUAGES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.set_defaults(config=NO_SETTINGS)
    parser.add_argument("name", help="what it is called, such as parcels")
    parser.add_argument(
        "--language", choices=LANGUAGES, default="python", help="(default: python)"
    )
    parser.add_argument(
        "--proto", type=Path, metavar="FILE", help="its contract, if there is one"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the repository it belongs to (default: the working directory)",
    )
    parser.add_argument(
        "--port", type=int, help="where it listens (default: one that is free)"
    )


def run(config: Config, options: argparse.Namespace) -> int:
    """Write the service, and say what is left to do; raises `ConfigError`."""
    del config
    made = service.write(
        options.name,
        language=options.language,
        out=options.out,
        proto=options.proto,
        port=options.port,
    )
    sys.stdout.writelines(f"{line}\n" for line in made.steps())
    return 0
