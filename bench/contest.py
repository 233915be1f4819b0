"""The contenders in turn, round after round, under the same loads."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import product

from bench.contenders import Contender
from bench.figures import Figures, Sample, merged, summary
from bench.load import Load, WrongAnswer, learn
from bench.machine import Cores, pinned
from bench.proc import busy_seconds, cpu_seconds
from bench.report import note
from bench.webhooks import FIVE, LARGE, SMALL, Shape, webhooks

CONNECTIONS = (1, 16, 64)
SHAPES = (SMALL, LARGE, FIVE)
WARM_SHARE = 0.25
"""How much longer a measurement is for what comes before it."""

TURNS = 5
"""In how many parts a measurement is taken."""


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
            fit = [c for c in self.contenders if shape.calls == 1 or not c.fixed]
            self.compare(fit, shape, connections)

    def figures(self) -> dict[Cell, Figures]:
        """Return the medians."""
        return {cell: summary(samples) for cell, samples in self.samples.items()}

    def measure(self, contender: Contender, shape: Shape, connections: int) -> None:
        """Measure one server under one load; once more if others disturbed that."""
        self.compare([contender], shape, connections)

    def compare(
        self, contenders: Sequence[Contender], shape: Shape, connections: int
    ) -> None:
        """Measure servers under one load; once more while others disturb that.

        In turns, for what disturbs one for a while shall disturb all alike.
        """
        while True:
            taken = self.take_turns(contenders, shape, connections)
            for contender, sample in zip(contenders, taken, strict=True):
                cell = Cell(contender.name, shape.name, connections)
                self.samples[cell].append(sample)
            self.count += len(taken)
            disturbed = sum(sample.disturbed for sample in taken)
            self.dropped += disturbed
            if not disturbed or self.spare <= 0:
                return
            self.spare -= len(taken)

    def take_turns(
        self, contenders: Sequence[Contender], shape: Shape, connections: int
    ) -> list[Sample]:
        """Measure each server once, a part of the time after the other."""
        parts: list[list[Sample]] = [[] for _ in contenders]
        with ExitStack() as stack:
            stack.enter_context(pinned(self.cores.others))
            loads = [
                stack.enter_context(self.load(contender, shape, connections))
                for contender in contenders
            ]
            turn = list(zip(contenders, loads, parts, strict=True))
            for _ in range(TURNS):
                for contender, load, taken in turn:
                    taken.append(self.part(contender, load))
                turn.reverse()
        return list(map(merged, parts))

    @contextmanager
    def load(
        self, contender: Contender, shape: Shape, connections: int
    ) -> Iterator[Load]:
        """Connect to a server, and warm it up."""
        hooks = webhooks(shape, contender.tool)
        exchanges = learn(contender.address, hooks, contender.check)
        with Load(contender.address, exchanges, connections=connections) as load:
            with named(contender.name):
                load.run(self.seconds * WARM_SHARE)
            yield load

    def part(self, contender: Contender, load: Load) -> Sample:
        """Measure one server for a part of the time."""
        with named(contender.name):
            before = self.read(contender)
            latencies = load.run(self.seconds / TURNS)
            sample = before.until(self.read(contender), latencies)
        contender.forget()
        return sample

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
