"""The machine: which cores are whose, and what is installed."""

import os
import platform
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version

OTHERS = 3
"""More cores than the rest of the traffic can use."""

LIBRARIES = "aiohttp grpcio protobuf msgspec uvloop fastapi uvicorn httptools httpx"
"""What the figures depend on."""


@dataclass(frozen=True, slots=True)
class Cores:
    """One core for the server under test, others for everything else."""

    server: frozenset[int]
    others: frozenset[int]

    @property
    def both(self) -> frozenset[int]:
        """Every core in use."""
        return self.server | self.others


def cores() -> Cores:
    """Share out the cores this process may use; a single one is shared by all."""
    first, *rest = sorted(os.sched_getaffinity(0))
    return Cores(frozenset({first}), frozenset(rest[:OTHERS] or {first}))


@contextmanager
def pinned(to: Collection[int]) -> Iterator[None]:
    """Run on the given cores; what is started meanwhile stays there."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, to)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def description() -> str:
    """Return what the figures depend on, in one line."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES.split())
    cpus = len(os.sched_getaffinity(0))
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return f"{cpus} cores, {system}, Python {platform.python_version()}, {libraries}"
