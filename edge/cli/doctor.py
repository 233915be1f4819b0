"""`edge doctor`: look at a deployment as Vapi would."""

import argparse
import sys

from edge.cli.call import url_of
from edge.config.settings import Config
from edge.doctor.deployment import Deployment
from edge.doctor.examination import examine
from edge.doctor.findings import Verdict, line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--url", help="the webhook's public address (default: as configured)"
    )
    parser.add_argument(
        "--ca", default="", metavar="FILE", help="who else vouches for its certificate"
    )


def run(config: Config, options: argparse.Namespace) -> int:
    """Print what is found, a line each; returns 1 where there is a fault."""
    faults = 0
    with Deployment(address_of(config, options), config.server.path, options.ca) as one:
        for finding in examine(one, config):
            faults += finding.verdict is Verdict.FAULT
            sys.stdout.write(line(finding, coloured=sys.stdout.isatty()) + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"{faults or 'No'} fault{'' if faults == 1 else 's'}.\n")
    return 1 if faults else 0


def address_of(config: Config, options: argparse.Namespace) -> str:
    """Return the webhook's address: given, public, or on this machine."""
    if options.url:
        return str(options.url)
    public = config.server.public_url.rstrip("/")
    return public + config.server.path if public else url_of(config)
