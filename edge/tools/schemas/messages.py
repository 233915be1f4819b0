"""The shapes of messages and of their fields, walked once for every dialect."""

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from edge.tools.fields import entry_of, required
from edge.tools.schemas import rules
from edge.tools.schemas.objects import map_of, object_of
from edge.tools.schemas.offers import offered, offered_name
from edge.tools.schemas.places import Place
from edge.tools.schemas.shapes import Shape
from edge.tools.schemas.texts import demands_of, notes_on, text_of
from edge.tools.schemas.values import SCALARS, WELL_KNOWN, enum_shape, fields_text
from edge.tools.schemas.writing import Schema, write


def object_of_fields(
    message: Descriptor, place: Place, omit: frozenset[str] = frozenset()
) -> Shape:
    """Return the shape of an object that holds a message's fields."""
    fields = [field for field in offered(message) if field.name not in omit]
    inside = place.inside(message)
    return object_of(
        {offered_name(field): property_of(field, inside) for field in fields},
        [offered_name(field) for field in fields if required(field)],
        place.dialect,
    )


def property_of(field: FieldDescriptor, place: Place) -> Schema:
    """Return the schema of a field, as the object around it lists it."""
    found = rules.of_field(field)
    shape = rules.narrow(field_shape(field, place, found), found)
    text = text_of(field, place.comments)
    return write(shape.noted(*notes_on(field)), text, place.dialect)


def field_shape(field: FieldDescriptor, place: Place, found: Message | None) -> Shape:
    """Return the shape of all of a field: a map, a list or a single value."""
    if (entry := entry_of(field)) is not None:
        return map_shape(entry, place, found)
    if not field.is_repeated:
        return value_shape(field, place, found)
    item = value_of(field, place.below(), rules.part(found, "repeated", "items"))
    return Shape({"type": "array", "items": item})


def map_shape(entry: Descriptor, place: Place, found: Message | None) -> Shape:
    """Return the shape of a map."""
    key, value = entry.fields
    inner = place.below() if place.dialect.maps else place.below().below()
    return map_of(
        value_of(key, inner, rules.part(found, "map", "keys")),
        value_of(value, inner, rules.part(found, "map", "values")),
        place.dialect,
    )


def value_of(field: FieldDescriptor, place: Place, found: Message | None) -> Schema:
    """Return the schema of one value of a field that has several."""
    shape = rules.narrow(value_shape(field, place, found), found)
    return write(shape, "", place.dialect)


def value_shape(field: FieldDescriptor, place: Place, found: Message | None) -> Shape:
    """Return the shape of one value of a field, before the rules on it."""
    if field.message_type is not None:
        return message_shape(field.message_type, place)
    if field.enum_type is not None:
        return enum_shape(field.enum_type, place.comments, found)
    return SCALARS[field.type]


def message_shape(message: Descriptor, place: Place) -> Shape:
    """Return the shape of a message within another."""
    known = WELL_KNOWN.get(message.full_name)
    if known is not None:
        return known(place.dialect)
    if place.ends(message):
        fields = offered(message)
        return fields_text({offered_name(field): required(field) for field in fields})
    return object_of_fields(message, place).noted(*demands_of(message))
