"""Objects as each dialect wants them: those of known properties, and maps."""

from edge.tools.schemas.dialects import Dialect
from edge.tools.schemas.shapes import Shape
from edge.tools.schemas.writing import Schema, nullable, write

OPEN = Shape({"type": "object", "properties": {}, "additionalProperties": True})
"""An object of any properties, in a dialect that has maps."""

KEYS = {
    "boolean": ('Each key is "true" or "false".',),
    "integer": ("Each key is a whole number in digits.",),
}
"""What a key has to be that is not any string: in an object, keys have no schema."""


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


def map_of(key: Schema, value: Schema, dialect: Dialect) -> Shape:
    """Return the shape of a map: an object, or a list of pairs where it is refused."""
    if not dialect.maps:
        pair = object_of({"key": key, "value": value}, ["key", "value"], dialect)
        items = write(pair, "", dialect)
        return Shape({"type": "array", "items": items}, ("Each key once.",))
    about = key.get("description", "")
    notes = (f"Of each key: {about}",) if about else ()
    keywords = {**OPEN.keywords, "additionalProperties": value}
    return Shape(keywords, (*KEYS.get(key["type"], ()), *notes))
