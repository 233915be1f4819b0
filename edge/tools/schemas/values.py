"""The shapes of single values: scalars, enums and Google's well-known types."""

from collections.abc import Callable, Mapping

from google.protobuf.descriptor import (
    EnumDescriptor,
    EnumValueDescriptor,
    FieldDescriptor,
)
from google.protobuf.message import Message

from edge.tools.comments import Comments
from edge.tools.fields import enum_words
from edge.tools.schemas.dialects import Dialect
from edge.tools.schemas.objects import OPEN
from edge.tools.schemas.rules import allows
from edge.tools.schemas.shapes import Shape
from edge.tools.schemas.words import listed

TEXT = Shape({"type": "string"})
BOOL = Shape({"type": "boolean"})
NUMBER = Shape({"type": "number"})
INTEGER = Shape({"type": "integer"})
UNSIGNED = Shape({"type": "integer", "minimum": 0})
BYTES = Shape({"type": "string"}, ("Bytes in base64.",))

# A JSON number beyond 2^53 loses its last digits in most parsers on the way.
LONG = Shape(
    {"type": "string"},
    ("A whole number in digits.",),
    {"pattern": r"^-?[0-9]{1,19}$"},
)
UNSIGNED_LONG = Shape(
    {"type": "string"},
    ("A whole number in digits, 0 or more.",),
    {"pattern": r"^[0-9]{1,20}$"},
)

SCALARS: Mapping[int, Shape] = {
    FieldDescriptor.TYPE_BOOL: BOOL,
    FieldDescriptor.TYPE_BYTES: BYTES,
    FieldDescriptor.TYPE_DOUBLE: NUMBER,
    FieldDescriptor.TYPE_FIXED32: UNSIGNED,
    FieldDescriptor.TYPE_FIXED64: UNSIGNED_LONG,
    FieldDescriptor.TYPE_FLOAT: NUMBER,
    FieldDescriptor.TYPE_INT32: INTEGER,
    FieldDescriptor.TYPE_INT64: LONG,
    FieldDescriptor.TYPE_SFIXED32: INTEGER,
    FieldDescriptor.TYPE_SFIXED64: LONG,
    FieldDescriptor.TYPE_SINT32: INTEGER,
    FieldDescriptor.TYPE_SINT64: LONG,
    FieldDescriptor.TYPE_STRING: TEXT,
    FieldDescriptor.TYPE_UINT32: UNSIGNED,
    FieldDescriptor.TYPE_UINT64: UNSIGNED_LONG,
}
"""The JSON form of each scalar (https://protobuf.dev/programming-guides/json)."""


def json_text(what: str) -> Shape:
    """Return the shape of a value that cannot be spelled out: JSON in a string."""
    return Shape({"type": "string"}, (f"Written as JSON text: {what}.",))


def fields_text(names: Mapping[str, bool]) -> Shape:
    """Return the shape of a message that lies too deep to be spelled out.

    `names` are those of its fields, each with whether it is required.
    """
    keys = (f"{name} (required)" if needed else name for name, needed in names.items())
    return json_text(f"an object with the keys {listed(keys)}")


OBJECT_TEXT = json_text('an object, for example {"key": "value"}')
LIST_TEXT = json_text("a list of any values, for example [1, true]")
VALUE_TEXT = json_text("any value")
ANY_TEXT = json_text(
    'an object whose "@type" names its message, for example '
    '{"@type": "type.googleapis.com/google.protobuf.Duration", "value": "3s"}'
)
MOMENT = Shape(
    {"type": "string", "format": "date-time"},
    ('In RFC 3339, for example "2026-03-14T09:30:00Z".',),
)
SPAN = Shape(
    {"type": "string"},
    ('In seconds, for example "90s" or "1.5s".',),
    {"pattern": r"^-?[0-9]{1,11}(\.[0-9]{1,9})?s$"},
)
PATHS = Shape(
    {"type": "string"}, ('Names of fields, for example "displayName,homeAddress".',)
)

WELL_KNOWN: Mapping[str, Callable[[Dialect], Shape]] = {
    "google.protobuf.Any": lambda _: ANY_TEXT,
    "google.protobuf.BoolValue": lambda _: BOOL,
    "google.protobuf.BytesValue": lambda _: BYTES,
    "google.protobuf.DoubleValue": lambda _: NUMBER,
    "google.protobuf.Duration": lambda _: SPAN,
    "google.protobuf.FieldMask": lambda _: PATHS,
    "google.protobuf.FloatValue": lambda _: NUMBER,
    "google.protobuf.Int32Value": lambda _: INTEGER,
    "google.protobuf.Int64Value": lambda _: LONG,
    "google.protobuf.ListValue": lambda _: LIST_TEXT,
    "google.protobuf.StringValue": lambda _: TEXT,
    "google.protobuf.Struct": lambda dialect: OPEN if dialect.maps else OBJECT_TEXT,
    "google.protobuf.Timestamp": lambda _: MOMENT,
    "google.protobuf.UInt32Value": lambda _: UNSIGNED,
    "google.protobuf.UInt64Value": lambda _: UNSIGNED_LONG,
    "google.protobuf.Value": lambda _: VALUE_TEXT,
}
"""The messages whose JSON is not an object of their fields."""


def enum_shape(
    enum: EnumDescriptor, comments: Comments, rules: Message | None
) -> Shape:
    """Return the values that may be chosen, each with its comment in the notes."""
    offered = {
        word: comments.of(f"{enum.full_name}.{name}")
        for word, name in enum_words(enum).items()
        if is_offered(enum.values_by_name[name], rules)
    }
    said = (f"{word}: {comment}" for word, comment in offered.items() if comment)
    return Shape({"type": "string", "enum": list(offered)}, tuple(said))


def is_offered(value: EnumValueDescriptor, rules: Message | None) -> bool:
    """Tell whether the rules allow a value, and it is not for old clients alone."""
    return allows(rules, value.number) and not value.GetOptions().deprecated
