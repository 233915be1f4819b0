"""The edge's converters against protobuf's own."""

from collections.abc import Iterator
from functools import partial

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from bench.report import say, table
from bench.run import Run
from bench.timings import Comparison, compared
from edge.tools.arguments import compile_arguments
from edge.tools.results import compile_result

TIMES = 5
"""How much faster the edge's have to be."""

ADDRESS = {"street": "1 Elm St", "city": "Oslo", "postal_code": "0150", "country": "NO"}
LINE = {"article": "Tea", "quantity": 2, "price_cents": 450, "weight_kilograms": 0.25}
CUSTOMER = {"name": "Ada", "address": ADDRESS, "phone": "+15550100", "subscribed": True}
EXAMPLES: dict[str, dict[str, object]] = {
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


def section(run: Run) -> None:
    """Measure, print and judge."""
    found = list(comparisons(run.contract, run.plan.turns))
    rows = ((c.what, f"{c.own:.2f}", f"{c.other:.2f}") for c in found)
    say(table(("conversion", "edge µs", "json_format µs"), rows))
    run.judge(comparison.at_least(TIMES) for comparison in found)


def comparisons(contract: FileDescriptorSet, turns: int) -> Iterator[Comparison]:
    """Yield both directions of both examples."""
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
        reads = (partial(read, worded), partial(parse, example, make))
        yield compared(f"JSON to {size}", *reads, turns)
        writes = (partial(write, message), partial(MessageToDict, message))
        yield compared(f"{size} to JSON", *writes, turns)


def parse(example: dict[str, object], make: type[Message]) -> Message:
    """Convert JSON to a new message, as protobuf does it."""
    return ParseDict(example, make())


def leaves(example: object) -> int:
    """Return how many values there are below."""
    if isinstance(example, dict):
        return sum(map(leaves, example.values()))
    return sum(map(leaves, example)) if isinstance(example, list) else 1
