"""The contenders in turn, round after round, under the same loads."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product

from bench.contenders import Contender
from bench.figures import Figures, Sample, summary
from bench.load import Exchange, Load, WrongAnswer, learn
from bench.machine import Cores, pinned
from bench.proc import busy_seconds, cpu_seconds
from bench.report import note
from bench.webhooks import FIVE, LARGE, SMALL, Shape, webhooks

CONNECTIONS = (1, 16, 64)
SHAPES = (SMALL, LARGE, FIVE)
WARM_SHARE = 0.25
"""How much longer a measurement is for what comes before it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One server under one load."""

    contender: str
    shape: str
    connections: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Processor time spent up to a moment, all in seconds."""

    server: float
    ours: float
    """By the server, the service and this process."""

    everyone: float
    moment: float

    def until(self, later: "Reading", latencies: Sequence[float]) -> Sample:
        """Return what came between two readings."""
        seconds = later.moment - self.moment
        ours, everyone = later.ours - self.ours, later.everyone - self.everyone
        return Sample(
            latencies=latencies,
            seconds=seconds,
            cpu_seconds=later.server - self.server,
            foreign=(everyone - ours) / seconds,
        )


@dataclass(slots=True)
class Contest:
    """What was measured so far."""

    contenders: Sequence[Contender]
    services: Sequence[int]
    """The processes behind them."""

    cores: Cores
    seconds: float
    """How long one measurement takes."""

    spare: int
    """How many measurements may be repeated because others used the machine."""

    samples: dict[Cell, list[Sample]] = field(default_factory=lambda: defaultdict(list))
    rounds: int = 0
    count: int = 0
    dropped: int = 0

    def play(self, rounds: int, most_seconds: float) -> None:
        """Measure so many rounds, or fewer if time runs out."""
        end = time.monotonic() + most_seconds
        while self.rounds < rounds and time.monotonic() < end:
            note(f"round {self.rounds + 1} of {rounds}")
            self.round()

    def round(self) -> None:
        """Measure every server once under every load."""
        self.rounds += 1
        for shape, connections in product(SHAPES, CONNECTIONS):
            for contender in self.contenders:
                if shape.calls == 1 or not contender.fixed:
                    self.measure(contender, shape, connections)

    def figures(self) -> dict[Cell, Figures]:
        """Return the medians."""
        return {cell: summary(samples) for cell, samples in self.samples.items()}

    def measure(self, contender: Contender, shape: Shape, connections: int) -> None:
        """Measure one server under one load; once more if others disturbed that."""
        exchanges = learn(
            contender.address, webhooks(shape, contender.tool), contender.check
        )
        taken = self.samples[Cell(contender.name, shape.name, connections)]
        while True:
            with pinned(self.cores.others), named(contender.name):
                taken.append(self.sample(contender, exchanges, connections))
            contender.forget()
            self.count += 1
            if not taken[-1].disturbed:
                return
            self.dropped += 1
            if not self.spare:
                return
            self.spare -= 1

    def sample(
        self, contender: Contender, exchanges: Sequence[Exchange], connections: int
    ) -> Sample:
        """Measure one server under one load, once."""
        with Load(contender.address, exchanges, connections=connections) as load:
            load.run(self.seconds * WARM_SHARE)
            before = self.read(contender)
            latencies = load.run(self.seconds)
            return before.until(self.read(contender), latencies)

    def read(self, contender: Contender) -> Reading:
        """Read all clocks."""
        server = cpu_seconds(contender.pid)
        return Reading(
            server=server,
            ours=server + sum(map(cpu_seconds, self.services)) + time.process_time(),
            everyone=busy_seconds(self.cores.both),
            moment=time.perf_counter(),
        )


@contextmanager
def named(name: str) -> Iterator[None]:
    """Say of an error which server it was about."""
    try:
        yield
    except WrongAnswer as error:
        error.add_note(f"by {name}")
        raise
