"""The schema of a whole request."""

from google.protobuf.descriptor import Descriptor

from edge.tools.comments import NONE, Comments
from edge.tools.schemas.dialects import VAPI, Dialect
from edge.tools.schemas.messages import object_of_fields
from edge.tools.schemas.places import MOST_LEVELS, Place
from edge.tools.schemas.writing import Schema, write


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
