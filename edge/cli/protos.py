"""`edge protos`: the edge's own contract, for services to import."""

import argparse
import sys
from pathlib import Path

from edge.config.settings import Config
from edge.scaffold import vocabulary

NO_SETTINGS = "nul" if sys.platform == "win32" else "/dev/null"
"""No edge is asked: its settings, and the secrets they name, need not be here."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.set_defaults(config=NO_SETTINGS)
    parser.add_argument(
        "folder", type=Path, help="where protos are found, such as protos"
    )


def run(config: Config, options: argparse.Namespace) -> int:
    """Write the contract, saying where; says nothing if it is there already."""
    del config
    written = vocabulary.write(options.folder)
    sys.stdout.writelines(f"{path}\n" for path in written)
    return 0
