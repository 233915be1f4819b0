"""Which writer writes which field: what ProtoJSON and results have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass

from edge.tools import fields
from edge.tools.results import scalars
from edge.tools.results.scalars import Write
from edge.tools.results.writers import itself, mapped, repeated


class Dialect(ABC):
    """Puts writers together, each message type's once."""

    scalars: Mapping[int, Write]
    wellknown: Mapping[str, Write]

    def __init__(self) -> None:
        self.known: dict[str, Write] = {}

    @abstractmethod
    def learn(self, message: Descriptor) -> None:
        """Make the writers of a message type and of all that may lie in it."""

    @abstractmethod
    def enum(self, enum: EnumDescriptor) -> Write:
        """Return the writer of an enum's values."""

    def message(self, message: Descriptor) -> Write:
        """Return the writer of a message type; the same one each time."""
        if message.full_name not in self.known:
            self.learn(message)
        return self.known[message.full_name]

    def unknown(self, message: Descriptor) -> list[Descriptor]:
        """Return the types within one that are objects and have no writer yet.

        Those that are no objects have one afterwards.
        """
        new = []
        for kind in fields.kinds_within(message):
            if special := self.special(kind):
                self.known.setdefault(kind.full_name, special)
            elif kind.full_name not in self.known:
                new.append(kind)
        return new

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
            key, value = entry.fields
            is_text = key.type == FieldDescriptor.TYPE_STRING
            return mapped(None if is_text else scalars.key, self.single(value))
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
