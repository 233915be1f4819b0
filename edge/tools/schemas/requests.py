"""The schema of a whole request."""

from collections.abc import Iterator
from dataclasses import replace

from google.protobuf.descriptor import Descriptor

from edge.tools.comments import NONE, Comments
from edge.tools.fields import ANY, PACKAGE
from edge.tools.schemas.dialects import VAPI, Dialect
from edge.tools.schemas.messages import object_of_fields
from edge.tools.schemas.objects import OPEN, object_of
from edge.tools.schemas.places import MOST_LEVELS, Place
from edge.tools.schemas.shapes import Shape
from edge.tools.schemas.writing import Schema, write

FREE = frozenset({ANY, f"{PACKAGE}Struct", f"{PACKAGE}Value"})
"""The messages whose JSON is an object of any properties."""

FEW = 20
"""How many values an enumeration may have where all of them together are too many."""


def schema(
    message: Descriptor,
    *,
    omit: frozenset[str] = frozenset(),
    dialect: Dialect = VAPI,
    comments: Comments = NONE,
) -> Schema:
    """Return the JSON schema of a message, an object, in a provider's dialect.

    `omit` names fields of the message itself to leave out. A message that would take
    more properties or enumerated values than the dialect has room for is spelled out
    less deep, and then its longer enumerations are in words.
    """
    for place in places(dialect, comments):
        written = write(shape_of(message, place, omit), "", place.dialect)
        if fits(written, dialect):
            break
    return written


def shape_of(message: Descriptor, place: Place, omit: frozenset[str]) -> Shape:
    """Return the shape of a request: an object, whatever message it is."""
    if message.full_name not in FREE:
        return object_of_fields(message, place, omit)
    return OPEN if place.dialect.maps else object_of({}, [], place.dialect)


def places(dialect: Dialect, comments: Comments) -> Iterator[Place]:
    """Yield where a walk may begin, each leading to a smaller schema."""
    for levels in range(MOST_LEVELS, 0, -1):
        yield Place(dialect=dialect, comments=comments, levels=levels)
    for choices in (FEW, 0):
        narrow = replace(dialect, choices=choices)
        yield Place(dialect=narrow, comments=comments, levels=1)


def fits(written: Schema, dialect: Dialect) -> bool:
    """Tell whether a schema is within the bounds of a dialect."""
    every = list(nodes(written))
    properties = sum(len(node.get("properties", ())) for node in every)
    values = sum(len(node.get("enum", ())) for node in every)
    return properties <= dialect.properties and values <= dialect.values


def nodes(written: Schema) -> Iterator[Schema]:
    """Yield a schema and all those inside it."""
    yield written
    inner = (written.get(keyword) for keyword in ("items", "additionalProperties"))
    for each in (*written.get("properties", {}).values(), *inner):
        if isinstance(each, dict):
            yield from nodes(each)
