"""One run of the bench: what it has to work with, and what it has found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from bench.contenders import Backend, Contender, Place, backend
from bench.contest import Contest
from bench.plan import Plan
from bench.report import say
from bench.service.building import Program
from bench.targets import Target


@dataclass(slots=True, kw_only=True)
class Run:
    """What every section is given."""

    place: Place
    program: Program
    contract: FileDescriptorSet
    plan: Plan
    tree: Path
    """The sources of the edge."""

    against: Path | None
    """Others, to compare with."""

    targets: list[Target] = field(default_factory=list)

    @contextmanager
    def backend(self) -> Iterator[Backend]:
        """Run the service."""
        with backend(self.place, self.program, self.contract) as behind:
            yield behind

    def contest(self, servers: list[Contender], services: list[int]) -> Contest:
        """Return a contest between servers, with processes behind them."""
        plan = self.plan
        return Contest(servers, services, self.place.cores, plan.seconds, plan.spare)

    def judge(self, found: Iterable[Target]) -> None:
        """Print targets, and keep them."""
        judged = list(found)
        say("\n".join(f"    {target}" for target in judged))
        self.targets += judged
