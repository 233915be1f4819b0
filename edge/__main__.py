"""`python -m edge`, and the console script `edge`."""

import os
import sys

from edge.cli.parser import main as run


def main() -> None:
    """Run the command that the command line names."""
    sys.exit(run(sys.argv[1:], os.environ))


if __name__ == "__main__":
    main()
