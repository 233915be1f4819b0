"""How many processors there are for this program."""

import math
import os
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")


def cores(cgroup: Path = CGROUP) -> int:
    """Return how many processors may be kept busy, by affinity and cgroup quota."""
    return min(affine(), allotted(cgroup))


def affine() -> int:
    """Return how many processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def allotted(cgroup: Path) -> int:
    """Return the processors' worth of time a container has, rounded up.

    Linux, Documentation/admin-guide/cgroup-v2: cpu.max holds quota and period.
    """
    try:
        quota, period = (cgroup / "cpu.max").read_text(encoding="ascii").split()
        return max(1, math.ceil(int(quota) / int(period)))
    except (OSError, ValueError):  # no such file, or "max"
        return affine()
