"""Functions that write a message's fields one after another, without a loop.

A loop over fields takes half as long again: the interpreter spends more on asking what
is to be done for the next field than on doing it.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import isfinite
from types import CodeType
from typing import Any, NamedTuple

from google.protobuf.message import Message

from edge.tools.results.scalars import Write, double

Counts = Callable[[Message, str], bool]
"""Tells whether what a field holds is a value, not the lack of one."""

TEXT = """
    if value := getattr(message, name_{0}):
        written[name_{0}] = value"""
NUMBER = """
    written[name_{0}] = getattr(message, name_{0})"""
DOUBLE = """
    value = getattr(message, name_{0})
    written[name_{0}] = value if isfinite(value) else double(value)"""
ALWAYS = """
    written[name_{0}] = write_{0}(getattr(message, name_{0}))"""
UNLESS_ZERO = """
    value = getattr(message, name_{0})
    if value or counts_{0}(message, name_{0}):
        written[name_{0}] = write_{0}(value)"""
NUMBER_UNLESS_ZERO = """
    value = getattr(message, name_{0})
    if value or counts_{0}(message, name_{0}):
        written[name_{0}] = value"""
IF_THERE = """
    if counts_{0}(message, name_{0}):
        written[name_{0}] = write_{0}(getattr(message, name_{0}))"""


class Step(NamedTuple):
    """How one field is written."""

    template: str
    """The Python that does it, to be given the number of the step."""

    name: str
    write: Write | None = None
    counts: Counts | None = None


def unrolled(steps: Sequence[Step]) -> Callable[[Message], dict[str, Any]]:
    """Return the function that takes these steps."""
    names: dict[str, Any] = {"isfinite": isfinite, "double": double}
    for number, step in enumerate(steps):
        names[f"name_{number}"] = step.name
        names[f"write_{number}"] = step.write
        names[f"counts_{number}"] = step.counts
    # Nothing of a contract is in the code: the templates above, and numbers.
    exec(code(tuple(step.template for step in steps)), names)  # noqa: S102
    write: Callable[[Message], dict[str, Any]] = names["write"]
    return write


@lru_cache(maxsize=1024)
def code(templates: tuple[str, ...]) -> CodeType:
    """Return the code that defines `write`; many messages share theirs."""
    lines = "".join(template.format(n) for n, template in enumerate(templates))
    source = f"def write(message):\n    written = {{}}{lines}\n    return written"
    return compile(source, "<a message's fields>", "exec")
