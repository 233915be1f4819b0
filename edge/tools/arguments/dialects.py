"""Which converter takes which field: what ProtoJSON and models have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from edge.tools import fields
from edge.tools.arguments import containers, tidying, wellknown
from edge.tools.arguments.anys import Content, any_converter
from edge.tools.arguments.objects import ObjectConverter, Slot
from edge.tools.arguments.quick import QuickObject
from edge.tools.arguments.scalars import PLAIN, Convert, Tidy

NOTHING = frozenset[str]()
NULLABLE = frozenset({"google.protobuf.Value", fields.NULL})


class Dialect(ABC):
    """Puts converters together, each message type's once."""

    wellknown: Mapping[str, Callable[[Descriptor], Convert]]

    def __init__(self, *, quick: bool) -> None:
        self.quick = quick
        self.known: dict[str, Convert] = {}

    @abstractmethod
    def scalar(self, field: FieldDescriptor) -> Convert:
        """Return the converter of a scalar's values."""

    @abstractmethod
    def enum(self, enum: EnumDescriptor) -> Convert:
        """Return the converter of an enum's values."""

    @abstractmethod
    def tidy(self, tidy: Tidy) -> Tidy:
        """Return what is done to a value that is not right as it is."""

    @abstractmethod
    def unfilled(self, message: Descriptor, omit: frozenset[str]) -> ObjectConverter:
        """Return the converter of a message type, without its slots."""

    @abstractmethod
    def takes(self, field: FieldDescriptor) -> bool:
        """Tell whether the field may be sent."""

    def whole(self, message: Descriptor, omit: frozenset[str]) -> Convert:
        """Return the converter of a request, without the fields that `omit` names."""
        if not omit or self.special(message):
            return self.message(message)
        unfilled = self.unfilled(message, omit)
        self.fill(unfilled, message, omit)
        return self.entry(unfilled)

    def message(self, message: Descriptor) -> Convert:
        """Return the converter of a message type; the same one each time."""
        if message.full_name not in self.known:
            self.learn(message)
        return self.known[message.full_name]

    def learn(self, message: Descriptor) -> None:
        """Make the converters of a message type and of all that may lie in it.

        First all of them, then what they hold: messages may contain each other.
        """
        unfilled = {}
        for kind in fields.kinds_within(message):
            if kind.full_name in self.known:
                continue
            if special := self.special(kind):
                self.known[kind.full_name] = special
            else:
                unfilled[kind] = self.unfilled(kind, NOTHING)
                self.known[kind.full_name] = self.entry(unfilled[kind])
        for kind, converter in unfilled.items():
            self.fill(converter, kind, NOTHING)

    def entry(self, converter: ObjectConverter) -> Convert:
        """Return what is called with an object."""
        return QuickObject(converter).convert if self.quick else converter.convert

    def fill(
        self, converter: ObjectConverter, message: Descriptor, omit: frozenset[str]
    ) -> None:
        """Give a converter its fields, but those that `omit` names."""
        for field in (*message.fields, *converter.extensions.values()):
            if field.name not in omit and self.takes(field):
                slot = self.slot(field)
                converter.slots.update(dict.fromkeys(fields.json_names(field), slot))

    def special(self, message: Descriptor) -> Convert | None:
        """Return the converter of a type that is no object of its fields."""
        name = message.full_name
        if name in fields.WRAPPERS:
            value = self.scalar(message.fields_by_name["value"])
            return wellknown.wrapped(value, self.tidy(wellknown.unwrap))
        if name == fields.ANY:
            find = partial(self.content, message.file.pool)
            return any_converter(find, self.tidy(tidying.json_object))
        make = self.wellknown.get(name)
        return make(message) if make else None

    def content(self, pool: DescriptorPool, name: str) -> Content:
        """Return the type of that name, for an Any; raises `KeyError`."""
        message = pool.FindMessageTypeByName(name)
        special = name in fields.SPECIAL
        return Content(GetMessageClass(message), self.message(message), special)

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
            tidy = self.tidy(containers.from_pairs)
            plain = PLAIN.get(key.type), PLAIN.get(value.type)
            return containers.mapped(self.key(key), self.single(value), plain, tidy)
        if field.is_repeated:
            tidy = self.tidy(containers.one_or_more)
            plain_item = PLAIN.get(field.type)
            return containers.repeated(self.single(field), plain_item, tidy)
        return self.single(field)

    def key(self, field: FieldDescriptor) -> Convert:
        """Return the converter of a map's keys, which are texts in JSON."""
        if field.type == FieldDescriptor.TYPE_BOOL:
            return containers.truth_key(self.tidy(tidying.lower))
        return self.scalar(field)

    def single(self, field: FieldDescriptor) -> Convert:
        """Return the converter of one value of a field."""
        if field.message_type:
            return self.message(field.message_type)
        return self.enum(field.enum_type) if field.enum_type else self.scalar(field)
