"""What a worker of the edge holds, as the kernel and the worker itself tell."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.proc import memory

STARTED = 19
"""Where a process's time of start lies behind its name, in ticks."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one worker holds."""

    files: int
    threads: int
    tasks: int
    """Of asyncio."""
    mebibytes: float
    """Proportional: what workers share is divided among them."""

    @classmethod
    def of(cls, pid: int, *, tasks: int) -> Self:
        """Return what a process holds that says it has so many tasks."""
        return cls(
            files=files_of(pid),
            threads=threads_of(pid),
            tasks=tasks,
            mebibytes=memory(pid).proportional / 2**20,
        )

    @classmethod
    def most_of(cls, held: Sequence["Holding"]) -> Self:
        """Return the most that any of them holds of each."""
        return cls(
            files=max(each.files for each in held),
            threads=max(each.threads for each in held),
            tasks=max(each.tasks for each in held),
            mebibytes=max(each.mebibytes for each in held),
        )


def age_of(pid: int) -> float:
    """Return how many seconds ago a process was started (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return uptime - int(fields.split()[STARTED]) / TICKS


def files_of(pid: int) -> int:
    """Return how many files a process has open."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def threads_of(pid: int) -> int:
    """Return how many threads a process has."""
    return sum(1 for _ in Path(f"/proc/{pid}/task").iterdir())
