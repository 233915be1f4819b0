"""Writers, put together once per message type."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from edge.tools import fields
from edge.tools.results import scalars, wellknown
from edge.tools.results.messages import (
    ExactMessage,
    Part,
    TellingMessage,
    itself,
    mapped,
    repeated,
    unless_zero,
)
from edge.tools.results.scalars import Write

DOUBLE = FieldDescriptor.TYPE_DOUBLE
TEXT = FieldDescriptor.TYPE_STRING
PLAIN = frozenset(
    (
        DOUBLE,
        TEXT,
        FieldDescriptor.TYPE_BOOL,
        FieldDescriptor.TYPE_FIXED32,
        FieldDescriptor.TYPE_INT32,
        FieldDescriptor.TYPE_SFIXED32,
        FieldDescriptor.TYPE_SINT32,
        FieldDescriptor.TYPE_UINT32,
    )
)
"""The types that are JSON already, doubles if they are finite."""


def compile_result(
    message: Descriptor, *, exact: bool = False
) -> Callable[[Message], dict[str, Any]]:
    """Return the function that makes JSON of a `message`.

    For the model: the contract's own names and the words of enums, without what is
    marked `debug_redact`, wherever it lies. With `exact`: ProtoJSON
    (https://protobuf.dev/programming-guides/json), where a value that has no such
    form raises `ValueError`.
    """
    dialect = Exact() if exact else Telling()
    return dialect.message(message)


class Dialect(ABC):
    """Puts writers together, each message type's once."""

    scalars: Mapping[int, Write]
    wellknown: Mapping[str, Write]

    def __init__(self) -> None:
        self.known: dict[str, Write] = {}

    @abstractmethod
    def object(self, message: Descriptor) -> Write:
        """Return the writer of a message type whose JSON is an object of its fields."""

    @abstractmethod
    def enum(self, enum: EnumDescriptor) -> Write:
        """Return the writer of an enum's values."""

    def message(self, message: Descriptor) -> Write:
        """Return the writer of a message type; the same one each time."""
        name = message.full_name
        if name not in self.known:
            self.known[name] = self.special(message) or self.object(message)
        return self.known[name]

    def special(self, message: Descriptor) -> Write | None:
        """Return the writer of a type that is no object of its fields."""
        name = message.full_name
        if name in fields.WRAPPERS:
            write = self.single(message.fields_by_name["value"]) or itself
            return lambda wrapper: write(wrapper.value)
        return self.any if name == fields.ANY else self.wellknown.get(name)

    def field(self, field: FieldDescriptor) -> Write | None:
        """Return the writer of a field, None if its values are JSON already."""
        if entry := fields.entry_of(field):
            value = entry.fields_by_name["value"]
            keyed_by_text = (
                entry.fields_by_name["key"].type == FieldDescriptor.TYPE_STRING
            )
            return mapped(None if keyed_by_text else scalars.key, self.single(value))
        write = self.single(field)
        return repeated(write) if field.is_repeated else write

    def single(self, field: FieldDescriptor) -> Write | None:
        """Return the writer of one value of a field, None if it is JSON already."""
        if field.message_type:
            return self.message(field.message_type)
        if not field.enum_type:
            return self.scalars.get(field.type)
        is_null = field.enum_type.full_name == fields.NULL
        return scalars.null if is_null else self.enum(field.enum_type)

    def any(self, value: Any) -> dict[str, Any]:  # noqa: ANN401  an Any of any pool
        """Write an Any: the message within, and its type's name."""
        if not value.type_url and not value.value:
            return {}
        name = value.type_url.rpartition("/")[2]
        try:
            message = value.DESCRIPTOR.file.pool.FindMessageTypeByName(name)
            inner = GetMessageClass(message).FromString(value.value)
        except (KeyError, DecodeError):
            return self.opaque(value.type_url)
        written = self.message(message)(inner)
        if name in fields.SPECIAL:
            written = {"value": written}
        return {"@type": value.type_url, **written}

    @abstractmethod
    def opaque(self, type_url: str) -> dict[str, Any]:
        """Write an Any that cannot be read."""


class Exact(Dialect):
    """ProtoJSON, to the letter."""

    scalars = scalars.EXACT
    wellknown = wellknown.EXACT

    def enum(self, enum: EnumDescriptor) -> Write:
        """Return the writer of names."""
        return scalars.exact_enum(enum)

    def object(self, message: Descriptor) -> Write:
        """Return the writer of the fields that are set."""
        exact = ExactMessage(GetMessageClass(message).ListFields)
        self.known[message.full_name] = exact.write
        for field in (*message.fields, *fields.extensions(message)):
            exact.fields[field] = (fields.json_names(field)[-1], self.field(field))
        return exact.write

    def opaque(self, type_url: str) -> dict[str, Any]:
        """Refuse: ProtoJSON needs the type."""
        raise wellknown.Unprintable(f"an Any of the unknown type {type_url}")


class Telling(Dialect):
    """What a model may see, in the words it is offered."""

    scalars = scalars.WORDED
    wellknown = wellknown.LENIENT

    def enum(self, enum: EnumDescriptor) -> Write:
        """Return the writer of words."""
        return scalars.worded_enum(enum)

    def object(self, message: Descriptor) -> Write:
        """Return the writer of the fields that are not redacted."""
        make = GetMessageClass(message)
        telling = TellingMessage(make.HasField, make.ListFields)
        self.known[message.full_name] = telling.write
        for field in message.fields:
            if not fields.is_redacted(field):
                self.sort(field, telling)
        for field in fields.extensions(message):
            if not fields.is_redacted(field):
                telling.extensions[field] = self.field(field) or itself
        return telling.write

    def sort(self, field: FieldDescriptor, telling: TellingMessage) -> None:
        """Put a field where its kind is written."""
        write = self.field(field)
        if field.has_presence and (field.message_type or field.default_value):
            telling.guarded.append((field.name, write or itself))
        elif field.has_presence or field.is_repeated or field.type not in PLAIN:
            if says_nothing_at_zero(field):
                write = unless_zero(write or itself)
            telling.parts.append(Part(field.name, field.has_presence, write))
        else:
            kinds = {TEXT: telling.texts, DOUBLE: telling.doubles}
            kinds.get(field.type, telling.numbers).append(field.name)

    def opaque(self, type_url: str) -> dict[str, Any]:
        """Write the name of the type alone."""
        return {"@type": type_url}


def says_nothing_at_zero(field: FieldDescriptor) -> bool:
    """Tell whether a field's zero is no value: no bytes, null, UNSPECIFIED."""
    if field.has_presence or field.is_repeated:
        return False
    if not field.enum_type:
        return field.type == FieldDescriptor.TYPE_BYTES
    zero = fields.enum_names(field.enum_type).get(0, "NULL_VALUE")
    return zero == "NULL_VALUE" or fields.is_unspecified(zero)
