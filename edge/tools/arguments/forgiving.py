"""What a model writes, as far as only one thing can be meant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from edge.tools import fields
from edge.tools.arguments import enums, wellknown
from edge.tools.arguments.dialects import Dialect
from edge.tools.arguments.objects import ObjectConverter, Tree, facts
from edge.tools.arguments.refusals import Problem
from edge.tools.arguments.review import Review
from edge.tools.arguments.scalars import SCALARS, Convert, Tidy
from edge.tools.arguments.tidying import TIDY, json_object

NONE = (None, "")


@dataclass(slots=True, kw_only=True)
class ForgivingObject(ObjectConverter):
    """Repairs names where one is clearly meant, and asks for what is missing."""

    ignored: frozenset[str]
    """Spellings of what is filled by the edge or set by the service."""

    on_ignored: Callable[[str], None] | None

    def opened(self, value: Any, room: int) -> Tree:  # noqa: ANN401  any JSON
        """Return the object that is meant, be it written as JSON text."""
        return super(ForgivingObject, self).opened(json_object(value), room)

    def review(self, value: Tree, tree: Tree, room: int) -> Iterator[Problem]:
        """Repair what can be; yield what is ambiguous, contradictory or missing."""
        return Review(
            fields=self,
            ignored=self.ignored,
            on_ignored=self.on_ignored,
            value=value,
            tree=tree,
            room=room,
        ).problems()


class ForgivingDialect(Dialect):
    """Takes what leaves no doubt."""

    wellknown = wellknown.FORGIVING

    def __init__(
        self, on_ignored: Callable[[str], None] | None, *, quick: bool
    ) -> None:
        super().__init__(quick=quick)
        self.on_ignored = on_ignored

    def whole(self, message: Descriptor, omit: frozenset[str]) -> Convert:
        """Return the converter of a request; no arguments at all are an object too."""
        convert = super().whole(message, omit)
        if self.quick:
            return convert
        return lambda value, room: convert({} if value in NONE else value, room)

    def scalar(self, field: FieldDescriptor) -> Convert:
        """Return the converter of a scalar's values."""
        return SCALARS[field.type](TIDY[field.type])

    def enum(self, enum: EnumDescriptor) -> Convert:
        """Return the converter of an enum's values."""
        return (
            enums.null if enum.full_name == fields.NULL else enums.forgiving_enum(enum)
        )

    def tidy(self, tidy: Tidy) -> Tidy:
        """Return that what is meant is tried."""
        return tidy

    def unfilled(self, message: Descriptor, omit: frozenset[str]) -> ObjectConverter:
        """Return the converter of a message type, without its slots."""
        hidden = [f for f in message.fields if f.name in omit or not self.takes(f)]
        needed = [f for f in message.fields if f not in hidden and fields.required(f)]
        return ForgivingObject(
            **facts(message),
            required=frozenset(field.name for field in needed),
            ignored=frozenset(name for f in hidden for name in fields.json_names(f)),
            on_ignored=self.on_ignored,
        )

    def takes(self, field: FieldDescriptor) -> bool:
        """Tell whether the model may send the field: not if the service sets it."""
        return not fields.is_output_only(field)
