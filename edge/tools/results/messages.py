"""Messages as JSON objects, field by field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from operator import itemgetter
from typing import Any, NamedTuple

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from edge.tools.results.scalars import Write, double

# Methods of the message's class: a field may have the name of one and hide it.
HasField = Callable[[Message, str], bool]
ListFields = Callable[[Message], Sequence[tuple[FieldDescriptor, Any]]]


@dataclass(slots=True)
class ExactMessage:
    """Writes the fields that are set, as ProtoJSON does."""

    list_fields: ListFields
    fields: dict[FieldDescriptor, tuple[str, Write | None]] = field(
        default_factory=dict
    )
    """The name and the writer of each field; no writer: it is JSON already.

    Filled later, since messages may contain themselves.
    """

    def write(self, message: Message) -> dict[str, Any]:
        """Return the message as an object."""
        written = {}
        for descriptor, value in self.list_fields(message):
            name, write = self.fields[descriptor]
            written[name] = value if write is None else write(value)
        return written


NOTHING = object()
"""What is written for a value that says nothing."""


class Part(NamedTuple):
    """A field whose value is a number, a list or in need of conversion."""

    name: str
    optional: bool
    """Whether its zero may stand for its absence."""

    write: Write | None


@dataclass(slots=True)
class TellingMessage:
    """Writes what says something to a model.

    Numbers, bools, lists and maps without presence always do: no degrees, no, none.
    What is absent, the empty text and UNSPECIFIED do not.
    """

    has: HasField
    list_fields: ListFields

    # A list for each kind of field: a loop that decides nothing is twice as fast.
    texts: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    guarded: list[tuple[str, Write]] = field(default_factory=list)
    """Fields not to be touched before it is known that they are there: messages."""

    extensions: dict[FieldDescriptor, Write] = field(default_factory=dict)

    # In one piece, since a call costs as much as two fields.
    def write(self, message: Message) -> dict[str, Any]:  # noqa: C901  see above
        """Return the message as an object."""
        written: dict[str, Any] = {}
        for name in self.texts:
            if text := getattr(message, name):
                written[name] = text
        for name in self.numbers:
            written[name] = getattr(message, name)
        for name in self.doubles:
            number = getattr(message, name)
            written[name] = number if isfinite(number) else double(number)
        for name, optional, write in self.parts:
            value = getattr(message, name)
            if not value and optional and not self.has(message, name):
                continue
            if write is not None:
                value = write(value)
            if value is not NOTHING:
                written[name] = value
        for name, write_inner in self.guarded:
            if self.has(message, name):
                written[name] = write_inner(getattr(message, name))
        if self.extensions:
            self.extend(message, written)
        return written

    def extend(self, message: Message, written: dict[str, Any]) -> None:
        """Add the extensions that are set."""
        for descriptor, value in self.list_fields(message):
            if write := self.extensions.get(descriptor):
                written[f"[{descriptor.full_name}]"] = write(value)


def unless_zero(write: Write) -> Write:
    """Return what writes nothing for zero and for the empty."""
    return lambda value: write(value) if value else NOTHING


def itself(value: Any) -> Any:  # noqa: ANN401  any JSON
    """Write what is JSON already."""
    return value


def repeated(write: Write | None) -> Write:
    """Return what writes a list of values."""
    # A slice of a repeated field is a list, made at once: iterating over it is slow.
    if write is None:
        return itemgetter(slice(None))
    return lambda values: [write(value) for value in values[:]]


def mapped(key: Write | None, write: Write | None) -> Write:
    """Return what writes a map; no writer: it is JSON already."""
    if key is None and write is None:
        return lambda entries: {name: entries[name] for name in entries}
    key, write = key or itself, write or itself
    return lambda entries: {key(name): write(entries[name]) for name in entries}
