"""Becomes the store's server, and has it die with the edge."""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1
"""prctl(2)."""


def launch(parent: int, command: Sequence[str]) -> None:
    """Replace this program by `command`, to be killed when `parent` ends.

    Only Linux can promise that; elsewhere a killed edge leaves its server running.
    Run as a program, for what runs between fork and exec must not be the edge.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == parent:  # else it ended before it could be followed
        os.execv(command[0], list(command))  # noqa: S606  no shell is wanted


if __name__ == "__main__":
    launch(int(sys.argv[1]), sys.argv[2:])
