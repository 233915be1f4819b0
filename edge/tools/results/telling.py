"""What a model may see of a response, in the words it is offered."""

from collections.abc import Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edge.tools import fields
from edge.tools.results import scalars, unrolled, wellknown
from edge.tools.results.dialects import Dialect
from edge.tools.results.scalars import Write
from edge.tools.results.unrolled import Step
from edge.tools.results.writers import itself

PLAIN: Mapping[int, str] = {
    FieldDescriptor.TYPE_BOOL: unrolled.NUMBER,
    FieldDescriptor.TYPE_DOUBLE: unrolled.DOUBLE,
    FieldDescriptor.TYPE_FIXED32: unrolled.NUMBER,
    FieldDescriptor.TYPE_INT32: unrolled.NUMBER,
    FieldDescriptor.TYPE_SFIXED32: unrolled.NUMBER,
    FieldDescriptor.TYPE_SINT32: unrolled.NUMBER,
    FieldDescriptor.TYPE_STRING: unrolled.TEXT,
    FieldDescriptor.TYPE_UINT32: unrolled.NUMBER,
}
"""How the types are written that are JSON already, doubles if they are finite."""


class Telling(Dialect):
    """Writes what says something to a model.

    Numbers, bools, lists and maps without presence always do: no degrees, no, none.
    What is absent, redacted, the empty text and UNSPECIFIED do not.
    """

    scalars = scalars.WORDED
    wellknown = wellknown.LENIENT

    def enum(self, enum: EnumDescriptor) -> Write:
        """Return the writer of words."""
        return scalars.worded_enum(enum)

    def learn(self, message: Descriptor) -> None:
        """Make the innermost first: what is made already is called directly."""
        new = self.unknown(message)
        for kind in new:
            self.known[kind.full_name] = self.later(kind.full_name)
        for kind in reversed(new):
            self.known[kind.full_name] = self.object(kind)

    def later(self, name: str) -> Write:
        """Return what asks for a writer when it is needed."""

        def write(message: Message) -> dict[str, Any]:
            found: dict[str, Any] = self.known[name](message)
            return found

        return write

    def object(self, message: Descriptor) -> Write:
        """Return the writer of the fields that are not redacted."""
        make = GetMessageClass(message)
        shown = [field for field in message.fields if not fields.is_redacted(field)]
        write = unrolled.unrolled([self.step(field, make) for field in shown])
        return self.extended(message, write)

    def step(self, field: FieldDescriptor, make: type[Message]) -> Step:
        """Return how a field is written."""
        name, write = field.name, self.field(field)
        # Not the message's own: a field may have that name, and hide the method.
        has = make.HasField
        if field.has_presence and (field.message_type or field.default_value):
            return Step(unrolled.IF_THERE, name, write or itself, has)
        if field.has_presence and write is None:
            return Step(unrolled.NUMBER_UNLESS_ZERO, name, counts=has)
        if field.has_presence:
            return Step(unrolled.UNLESS_ZERO, name, write, has)
        if says_nothing_at_zero(field):
            return Step(unrolled.UNLESS_ZERO, name, write, never)
        if field.is_repeated or field.type not in PLAIN:
            return Step(unrolled.ALWAYS, name, write)
        return Step(PLAIN[field.type], name)

    def extended(self, message: Descriptor, write: Write) -> Write:
        """Return the writer of a message and of its extensions that are set."""
        added = {
            field: self.field(field) or itself
            for field in fields.extensions(message)
            if not fields.is_redacted(field)
        }
        list_fields = GetMessageClass(message).ListFields

        def write_extended(inner: Message) -> dict[str, Any]:
            extensions = [pair for pair in list_fields(inner) if pair[0] in added]
            more = {f"[{field.full_name}]": added[field](v) for field, v in extensions}
            return {**write(inner), **more}

        return write_extended if added else write

    def opaque(self, type_url: str) -> dict[str, Any]:
        """Write the name of the type alone."""
        return {"@type": type_url}


def never(_: Message, __: str) -> bool:
    """Tell that a zero is no value."""
    return False


def says_nothing_at_zero(field: FieldDescriptor) -> bool:
    """Tell whether a field's zero is no value: no bytes, null, UNSPECIFIED."""
    if field.is_repeated:
        return False
    if not field.enum_type:
        return field.type == FieldDescriptor.TYPE_BYTES
    zero = fields.enum_names(field.enum_type).get(0, "NULL_VALUE")
    return zero == "NULL_VALUE" or fields.is_unspecified(zero)
