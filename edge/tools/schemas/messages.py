"""The schema of a message, walked once for every dialect."""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from edge.tools.comments import NONE, Comments
from edge.tools.fields import is_map, required
from edge.tools.schemas import rules
from edge.tools.schemas.dialects import VAPI, Dialect
from edge.tools.schemas.offers import offered, offered_name
from edge.tools.schemas.places import MOST_LEVELS, Place
from edge.tools.schemas.shapes import Schema, Shape, nullable, write
from edge.tools.schemas.texts import demands_of, notes_on, text_of
from edge.tools.schemas.values import OPEN, SCALARS, WELL_KNOWN, enum_shape, json_text
from edge.tools.schemas.words import listed


def schema(
    message: Descriptor,
    *,
    omit: frozenset[str] = frozenset(),
    dialect: Dialect = VAPI,
    comments: Comments = NONE,
) -> Schema:
    """Return the JSON schema of a message, an object, in a provider's dialect.

    `omit` names fields of the message itself to leave out. A message that would take
    more properties than the dialect has room for is spelled out less deep.
    """
    for levels in range(MOST_LEVELS, 0, -1):
        place = Place(dialect=dialect, comments=comments, levels=levels)
        written = write(object_of_fields(message, place, omit), "", dialect)
        if count_properties(written) <= dialect.properties:
            break
    return written


def count_properties(written: Schema) -> int:
    """Return how many properties a schema has, those of inner objects too."""
    properties = written.get("properties", {})
    inner = [*properties.values(), written.get("items"), written.get("anyOf")]
    schemas = [each for each in inner if isinstance(each, dict)]
    return len(properties) + sum(map(count_properties, schemas))


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


def object_of(
    properties: dict[str, Schema], needed: list[str], dialect: Dialect
) -> Shape:
    """Return the shape of an object, closed and complete as the dialect demands."""
    if dialect.complete:
        properties = {
            name: written if name in needed else nullable(written)
            for name, written in properties.items()
        }
        needed = list(properties)
    shape = Shape({"type": "object", "properties": properties})
    if needed or dialect.complete:
        shape = shape.narrowed(required=needed)
    return shape.narrowed(additionalProperties=False) if dialect.closed else shape


def property_of(field: FieldDescriptor, place: Place) -> Schema:
    """Return the schema of a field, as the object around it lists it."""
    found = rules.of_field(field)
    shape = rules.narrow(field_shape(field, place, found), found)
    text = text_of(field, place.comments)
    return write(shape.noted(*notes_on(field)), text, place.dialect)


def field_shape(field: FieldDescriptor, place: Place, found: Message | None) -> Shape:
    """Return the shape of all of a field: a map, a list or a single value."""
    if is_map(field):
        return map_shape(field, place, found)
    if not field.is_repeated:
        return value_shape(field, place, found)
    item = value_of(field, place.below(), rules.part(found, "repeated", "items"))
    return Shape({"type": "array", "items": item})


def map_shape(field: FieldDescriptor, place: Place, found: Message | None) -> Shape:
    """Return the shape of a map: an object, or a list of pairs."""
    entry: Any = field.message_type
    inner = place.below() if place.dialect.maps else place.below().below()
    value = value_of(
        entry.fields_by_name["value"], inner, rules.part(found, "map", "values")
    )
    key = value_of(entry.fields_by_name["key"], inner, rules.part(found, "map", "keys"))
    if place.dialect.maps:
        about = key.get("description", "")
        shape = Shape({**OPEN.keywords, "additionalProperties": value})
        return shape.noted(f"Of each key: {about}") if about else shape
    pair = object_of({"key": key, "value": value}, ["key", "value"], place.dialect)
    items = write(pair, "", place.dialect)
    return Shape({"type": "array", "items": items}, ("Each key once.",))


def value_of(field: FieldDescriptor, place: Place, found: Message | None) -> Schema:
    """Return the schema of one value of a field that has several."""
    return write(
        rules.narrow(value_shape(field, place, found), found), "", place.dialect
    )


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
        names = listed(map(offered_name, offered(message)))
        return json_text(f"an object with the keys {names}")
    return object_of_fields(message, place).noted(*demands_of(message))
