"""ProtoJSON (https://protobuf.dev/programming-guides/json), to the letter."""

from collections.abc import Iterator
from dataclasses import dataclass

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from edge.tools import fields
from edge.tools.arguments import enums, wellknown
from edge.tools.arguments.dialects import Dialect
from edge.tools.arguments.objects import (
    ObjectConverter,
    Tree,
    facts,
    named,
    spellings,
)
from edge.tools.arguments.refusals import Problem
from edge.tools.arguments.scalars import SCALARS, Convert, Tidy
from edge.tools.arguments.tidying import as_it_is


@dataclass(slots=True, kw_only=True)
class ExactObject(ObjectConverter):
    """Takes declared names only, each once."""

    def review(self, value: Tree, tree: Tree, room: int) -> Iterator[Problem]:
        """Yield what ProtoJSON does not allow."""
        for name, keys in spellings(value, self.slots).items():
            slot = self.slots[keys[0]]
            if len(keys) > 1:
                yield Problem(name, "is given twice")
            elif value[keys[0]] is None and slot.nullable:
                tree[name] = slot.convert(None, room)
        for key in value.keys() - self.slots.keys():
            yield Problem(named(key), "is not declared")


class ExactDialect(Dialect):
    """Takes no liberties."""

    wellknown = wellknown.EXACT

    def scalar(self, field: FieldDescriptor) -> Convert:
        """Return the converter of a scalar's values."""
        return SCALARS[field.type](as_it_is)

    def enum(self, enum: EnumDescriptor) -> Convert:
        """Return the converter of an enum's values."""
        return enums.null if enum.full_name == fields.NULL else enums.exact_enum(enum)

    def tidy(self, tidy: Tidy) -> Tidy:
        """Return that nothing is done."""
        del tidy
        return as_it_is

    def unfilled(self, message: Descriptor, omit: frozenset[str]) -> ObjectConverter:
        """Return the converter of a message type, without its slots."""
        del omit
        return ExactObject(**facts(message))

    def takes(self, field: FieldDescriptor) -> bool:
        """Tell that every field may be sent."""
        del field
        return True
