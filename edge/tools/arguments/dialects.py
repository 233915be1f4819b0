"""Which converter takes which field: what ProtoJSON and models have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from edge.tools import fields
from edge.tools.arguments import containers, tidying, wellknown
from edge.tools.arguments.anys import Content, any_converter
from edge.tools.arguments.objects import ObjectConverter, Slot
from edge.tools.arguments.scalars import PLAIN, Convert

NULLABLE = frozenset({"google.protobuf.Value", fields.NULL})


class Dialect(ABC):
    """Puts converters together, each message type's once."""

    wellknown: Mapping[str, Callable[[Descriptor], Convert]]

    def __init__(self) -> None:
        self.known: dict[str, Convert] = {}

    @abstractmethod
    def scalar(self, field: FieldDescriptor) -> Convert:
        """Return the converter of a scalar's values."""

    @abstractmethod
    def enum(self, enum: EnumDescriptor) -> Convert:
        """Return the converter of an enum's values."""

    @abstractmethod
    def tidied(self, convert: Convert, tidy: tidying.Tidy) -> Convert:
        """Return the converter that may also take what can only mean the same."""

    @abstractmethod
    def unfilled(self, message: Descriptor, omit: frozenset[str]) -> ObjectConverter:
        """Return the converter of a message type, without its slots."""

    @abstractmethod
    def takes(self, field: FieldDescriptor) -> bool:
        """Tell whether the field may be sent."""

    def whole(self, message: Descriptor, omit: frozenset[str]) -> Convert:
        """Return the converter of a request, without the fields that `omit` names."""
        return self.special(message) or self.object(message, omit)

    def message(self, message: Descriptor) -> Convert:
        """Return the converter of a message type; the same one each time."""
        name = message.full_name
        if name not in self.known:
            self.known[name] = self.special(message) or self.object(message)
        return self.known[name]

    def special(self, message: Descriptor) -> Convert | None:
        """Return the converter of a type that is no object of its fields."""
        name = message.full_name
        if name in fields.WRAPPERS:
            value = self.scalar(message.fields_by_name["value"])
            return self.tidied(wellknown.wrapped(value), wellknown.unwrap)
        if name == fields.ANY:
            find = partial(self.content, message.file.pool)
            return self.tidied(any_converter(find), wellknown.json_object)
        make = self.wellknown.get(name)
        return make(message) if make else None

    def content(self, pool: DescriptorPool, name: str) -> Content:
        """Return the type of that name, for an Any; raises `KeyError`."""
        message = pool.FindMessageTypeByName(name)
        special = name in fields.SPECIAL
        return Content(GetMessageClass(message), self.message(message), special)

    def object(
        self, message: Descriptor, omit: frozenset[str] = frozenset()
    ) -> Convert:
        """Return the converter of a type that is one."""
        unfilled = self.unfilled(message, omit)
        convert = self.tidied(unfilled.convert, wellknown.json_object)
        if not omit:  # a message may contain itself
            self.known[message.full_name] = convert
        for field in (*message.fields, *unfilled.extensions.values()):
            if field.name not in omit and self.takes(field):
                slot = self.slot(field)
                unfilled.slots.update(dict.fromkeys(fields.json_names(field), slot))
        return convert

    def slot(self, field: FieldDescriptor) -> Slot:
        """Return where the value of a field goes, and how it is converted."""
        name = fields.json_names(field)[0]
        plain = None if field.is_repeated else PLAIN.get(field.type)
        kind = field.message_type or field.enum_type
        nullable = not field.is_repeated and kind and kind.full_name in NULLABLE
        return Slot(name, plain, self.field(field), bool(nullable))

    def field(self, field: FieldDescriptor) -> Convert:
        """Return the converter of a field's value."""
        if entry := fields.entry_of(field):
            key, value = entry.fields
            convert = containers.mapped(self.key(key), self.single(value))
            return self.tidied(convert, containers.from_pairs)
        if field.is_repeated:
            convert = containers.repeated(self.single(field), PLAIN.get(field.type))
            return self.tidied(convert, containers.one_or_more)
        return self.single(field)

    def key(self, field: FieldDescriptor) -> Convert:
        """Return the converter of a map's keys, which are texts in JSON."""
        if field.type == FieldDescriptor.TYPE_BOOL:
            return self.tidied(containers.truth_key, tidying.lower)
        return self.scalar(field)

    def single(self, field: FieldDescriptor) -> Convert:
        """Return the converter of one value of a field."""
        if field.message_type:
            return self.message(field.message_type)
        return self.enum(field.enum_type) if field.enum_type else self.scalar(field)


def facts(message: Descriptor) -> dict[str, Any]:
    """Return what a converter has to know of a message type, beside its slots."""
    members = (frozenset(f.name for f in oneof.fields) for oneof in message.oneofs)
    return {
        "make": GetMessageClass(message),
        "oneofs": tuple(names for names in members if len(names) > 1),
        "extensions": {f"[{f.full_name}]": f for f in fields.extensions(message)},
    }
