"""`python -m edge`, and the console script `edge`."""

import os
import sys

from edge.cli.parser import main as run

GRPC = {
    # Has sockets read in the thread that waits for answers, not in one more: each
    # answer is spared a wake-up, a sixth of a call's processor time.
    "GRPC_EXPERIMENTS": "-event_engine_client",
    # What gRPC does around a fork may wait for a thread that waits for it, and we fork
    # only what begins another program, or before gRPC is used.
    "GRPC_ENABLE_FORK_SUPPORT": "0",
    # What it writes by itself would be no JSON.
    "GRPC_VERBOSITY": "NONE",
}
"""What gRPC is told before it is loaded, unless the environment says otherwise."""


def main() -> None:
    """Run the command that the command line names."""
    for name, value in GRPC.items():
        os.environ.setdefault(name, value)
    sys.exit(run(sys.argv[1:], os.environ))


if __name__ == "__main__":
    main()
