"""Everything that runs, and what is broken of it now."""

import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from chaos.edge import Edge
from chaos.names import Names
from chaos.served import Served

NAMES = ("alpha", "beta")

EXCUSE_SECONDS = 3.0
"""How long after a fault of the edge's own processes a cut may be blamed on it."""


@dataclass(slots=True)
class Broken:
    """One fault: what it was, and from when to when."""

    name: str
    target: str
    began: float
    ended: float = 0.0

    @property
    def title(self) -> str:
        """The fault and its victim."""
        return f"{self.name}: {self.target}" if self.target else self.name


@dataclass(slots=True)
class World:
    """The edge, its services, and the list of what was broken."""

    edge: Edge
    services: dict[str, Served]
    names: Names
    chance: random.Random
    address: str = ""
    began: float = field(default_factory=time.monotonic)
    broken: list[Broken] = field(default_factory=list)
    excused_until: float = 0.0

    def now(self) -> float:
        """Return the seconds since the run began."""
        return time.monotonic() - self.began

    def faults(self) -> tuple[str, ...]:
        """Return what is broken now."""
        return tuple(fault.name for fault in self.broken if not fault.ended)

    @contextmanager
    def breaking(self, name: str, target: str = "") -> Iterator[None]:
        """Note a fault for as long as it lasts."""
        fault = Broken(name, target, self.now())
        self.broken.append(fault)
        try:
            yield
        finally:
            fault.ended = self.now()

    @contextmanager
    def cutting(self) -> Iterator[None]:
        """Excuse the edge's connections being cut, now and shortly after."""
        self.excused_until = float("inf")
        try:
            yield
        finally:
            self.excused_until = time.monotonic() + EXCUSE_SECONDS

    def excuses(self) -> bool:
        """Tell whether a connection may be cut now."""
        return time.monotonic() < self.excused_until

    def victim(self) -> Served:
        """Return a service by chance."""
        return self.services[self.chance.choice(NAMES)]


@asynccontextmanager
async def world(
    folder: Path, seed: int, *, workers: int, budget: float
) -> AsyncIterator[World]:
    """Run it all."""
    chance = random.Random(seed)  # noqa: S311  chance that can be repeated
    services = {name: Served(name, folder, chance) for name in NAMES}
    edge = Edge(folder, workers=workers, budget=budget)
    whole = World(edge, services, Names(), chance)
    try:
        await whole.names.start()
        for service in services.values():
            await service.start()
        whole.address = await edge.start(list(services.values()), whole.names.port)
        yield whole
    finally:
        await edge.stop()
        whole.names.close()
        for service in services.values():
            await service.stop()
