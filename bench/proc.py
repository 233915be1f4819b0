"""What the kernel tells of processor time and memory (proc(5))."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
USER, CHILDREN_END = 11, 15
"""Where utime, stime, cutime and cstime lie behind a process's name."""

IDLE, IOWAIT = 3, 4


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process holds, in bytes."""

    resident: int
    proportional: int
    """The same, with pages that are shared counted in part."""


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and all below it, user and system."""
    return (
        sum(ticks_of((PROC / str(p) / "stat").read_text()) for p in tree(pid)) / TICKS
    )


def ticks_of(stat: str) -> int:
    """Return a process's ticks, those of children it has waited for included."""
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[USER:CHILDREN_END]))


def tree(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    for child in children(pid):
        yield from tree(child)


def children(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started."""
    for task in (PROC / str(pid) / "task").iterdir():
        yield from map(int, (task / "children").read_text().split())


def busy_seconds(cores: Collection[int]) -> float:
    """Return how long the given cores have not been idle since the machine began."""
    return busy_ticks((PROC / "stat").read_text(), cores) / TICKS


def busy_ticks(stat: str, cores: Collection[int]) -> int:
    """Return the ticks of `cores` in which anyone ran, another guest included."""
    wanted = {f"cpu{core}" for core in cores}
    rows = (line.split() for line in stat.splitlines())
    return sum(busy_of(row[1:]) for row in rows if row and row[0] in wanted)


def busy_of(columns: list[str]) -> int:
    """Return user, nice, system, irq, softirq and steal of one core's row."""
    ticks = [int(column) for column in columns[:8]]
    return sum(ticks) - ticks[IDLE] - ticks[IOWAIT]


def memory(pid: int) -> Memory:
    """Return what a process holds."""
    return memory_of((PROC / str(pid) / "smaps_rollup").read_text())


def memory_of(rollup: str) -> Memory:
    """Read `smaps_rollup`, whose numbers are in KiB."""
    sizes = {
        name: int(rest.split()[0]) * 1024
        for name, _, rest in (line.partition(":") for line in rollup.splitlines())
        if rest.endswith("kB")
    }
    return Memory(resident=sizes["Rss"], proportional=sizes["Pss"])
