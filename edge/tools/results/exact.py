"""ProtoJSON (https://protobuf.dev/programming-guides/json), to the letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edge.tools import fields
from edge.tools.results import scalars, wellknown
from edge.tools.results.dialects import Dialect
from edge.tools.results.scalars import Write

ListFields = Callable[[Message], Sequence[tuple[FieldDescriptor, Any]]]


@dataclass(slots=True)
class ExactMessage:
    """Writes the fields that are set."""

    list_fields: ListFields
    """Of the message's class: a field may have that name, and hide the method."""

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


class Exact(Dialect):
    """Takes no liberties."""

    scalars = scalars.EXACT
    wellknown = wellknown.EXACT

    def enum(self, enum: EnumDescriptor) -> Write:
        """Return the writer of names."""
        return scalars.exact_enum(enum)

    def learn(self, message: Descriptor) -> None:
        """Make all writers first, then what they hold: messages may be recursive."""
        new = {
            kind: ExactMessage(GetMessageClass(kind).ListFields)
            for kind in self.unknown(message)
        }
        for kind, exact in new.items():
            self.known[kind.full_name] = exact.write
        for kind, exact in new.items():
            for each in (*kind.fields, *fields.extensions(kind)):
                exact.fields[each] = (fields.json_names(each)[-1], self.field(each))

    def opaque(self, type_url: str) -> dict[str, Any]:
        """Refuse: ProtoJSON needs the type."""
        raise wellknown.Unprintable(f"an Any of the unknown type {type_url}")
