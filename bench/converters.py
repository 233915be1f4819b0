"""The edge's converters against protobuf's own."""

import timeit
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from bench.report import say, table
from bench.run import Run
from bench.targets import Target
from edge.tools.arguments import compile_arguments
from edge.tools.results import compile_result

TIMES = 5
"""How much faster the edge's have to be."""

ADDRESS = {"street": "1 Elm St", "city": "Oslo", "postal_code": "0150", "country": "NO"}
LINE = {"article": "Tea", "quantity": 2, "price_cents": 450, "weight_kilograms": 0.25}
CUSTOMER = {"name": "Ada", "address": ADDRESS, "phone": "+15550100", "subscribed": True}
EXAMPLES: dict[str, dict[str, Any]] = {
    "GetWeatherRequest": {"location": "Paris", "units": "UNITS_CELSIUS"},
    "Order": {
        "number": "A-1017",
        "date": "2026-03-09",
        "customer": CUSTOMER,
        "lines": [{**LINE, "units": "UNITS_CELSIUS"}] * 4,
        "destination": ADDRESS,
        "gift": True,
        "total_cents": 3600,
    },
}
"""A message of two fields, and one of 35 in three levels."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two ways to do the same, in microseconds."""

    what: str
    own: float
    protobuf: float

    @property
    def target(self) -> Target:
        """The promise that ours is the faster one."""
        ratio = self.protobuf / self.own
        return Target(what=self.what, value=ratio, bound=TIMES, least=True)


def section(run: Run) -> None:
    """Measure, print and judge."""
    found = list(comparisons(run.contract, run.plan.repeat))
    rows = ((c.what, f"{c.own:.2f}", f"{c.protobuf:.2f}") for c in found)
    say(table(("conversion", "edge µs", "json_format µs"), rows))
    run.judge(comparison.target for comparison in found)


def comparisons(contract: FileDescriptorSet, repeat: int) -> Iterator[Comparison]:
    """Yield both directions of both examples, the best of `repeat` timings each."""
    pool = DescriptorPool()
    for file in contract.file:
        pool.Add(file)
    package = contract.file[0].package
    for name, example in EXAMPLES.items():
        descriptor = pool.FindMessageTypeByName(f"{package}.{name}")
        make = GetMessageClass(descriptor)
        read, write = compile_arguments(descriptor), compile_result(descriptor)
        message = parse(example, make)
        worded = write(message)
        if read(worded) != message:
            raise ValueError(f"{name} is not converted there and back")
        size = f"{leaves(example)} fields"
        yield Comparison(
            f"JSON to {size}",
            best(partial(read, worded), repeat),
            best(partial(parse, example, make), repeat),
        )
        yield Comparison(
            f"{size} to JSON",
            best(partial(write, message), repeat),
            best(partial(MessageToDict, message), repeat),
        )


def parse(example: dict[str, Any], make: type[Message]) -> Message:
    """Convert JSON to a new message, as protobuf does it."""
    return ParseDict(example, make())


def best(function: Callable[[], object], repeat: int) -> float:
    """Return the microseconds of the fastest of some timings."""
    timer = timeit.Timer(function)
    number, seconds = timer.autorange()
    return min(seconds, *timer.repeat(repeat, number)) / number * 1e6


def leaves(example: object) -> int:
    """Return how many values there are below."""
    if isinstance(example, dict):
        return sum(map(leaves, example.values()))
    return sum(map(leaves, example)) if isinstance(example, list) else 1
