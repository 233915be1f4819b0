"""Any message of any type, as hypothesis makes them up."""

from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st

from edge.tools import fields

INT32 = st.integers(-(2**31), 2**31 - 1)
INT64 = st.integers(-(2**63), 2**63 - 1)
UINT32 = st.integers(0, 2**32 - 1)
UINT64 = st.integers(0, 2**64 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
# One of its many: JSON does not tell them apart.
NAN = st.just(float("nan"))
SCALARS = {
    FieldDescriptor.TYPE_BOOL: st.booleans(),
    FieldDescriptor.TYPE_BYTES: st.binary(max_size=5),
    FieldDescriptor.TYPE_DOUBLE: st.floats(allow_nan=False) | NAN,
    FieldDescriptor.TYPE_FIXED32: UINT32,
    FieldDescriptor.TYPE_FIXED64: UINT64,
    FieldDescriptor.TYPE_FLOAT: st.floats(width=32, allow_nan=False) | NAN,
    FieldDescriptor.TYPE_INT32: INT32,
    FieldDescriptor.TYPE_INT64: INT64,
    FieldDescriptor.TYPE_SFIXED32: INT32,
    FieldDescriptor.TYPE_SFIXED64: INT64,
    FieldDescriptor.TYPE_SINT32: INT32,
    FieldDescriptor.TYPE_SINT64: INT64,
    FieldDescriptor.TYPE_STRING: TEXT,
    FieldDescriptor.TYPE_UINT32: UINT32,
    FieldDescriptor.TYPE_UINT64: UINT64,
}
# No text that is JSON: in a Value, JSON text stands for what it says.
WORDS = TEXT.map("~{}".format)
LEAVES = st.none() | st.booleans() | st.floats(-1e9, 1e9) | WORDS
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2)
    ),
    max_leaves=4,
)
PATHS = st.from_regex(r"[a-z]{1,3}(_[a-z]{1,3}){0,2}(\.[a-z]{1,3})?", fullmatch=True)
NANOS = st.sampled_from([0, 1, 1000, 500_000_000, 999_999_999])
MOST_FIELDS = 6


def parsed(kind, value):
    """Return the Struct, Value or ListValue that holds some JSON."""
    return json_format.ParseDict(value, GetMessageClass(kind)())


@st.composite
def any_of_pool(draw, kind):
    """Draw an Any that holds a message its pool knows."""
    pool = kind.file.pool
    inner = draw(messages(pool.FindMessageTypeByName("google.protobuf.Duration")))
    packed = GetMessageClass(kind)()
    packed.Pack(inner, deterministic=True)
    return packed


SPECIAL = {
    "google.protobuf.Any": any_of_pool,
    "google.protobuf.Duration": lambda kind: st.builds(
        GetMessageClass(kind),
        seconds=st.integers(0, 315_576_000_000),
        nanos=NANOS,
    ),
    "google.protobuf.FieldMask": lambda kind: st.builds(
        GetMessageClass(kind), paths=st.lists(PATHS, max_size=2)
    ),
    "google.protobuf.ListValue": lambda kind: st.builds(
        parsed, st.just(kind), st.lists(JSON, max_size=2)
    ),
    "google.protobuf.Struct": lambda kind: st.builds(
        parsed, st.just(kind), st.dictionaries(TEXT, JSON, max_size=2)
    ),
    "google.protobuf.Timestamp": lambda kind: st.builds(
        GetMessageClass(kind),
        seconds=st.integers(-62_135_596_800, 253_402_300_799),
        nanos=NANOS,
    ),
    "google.protobuf.Value": lambda kind: st.builds(parsed, st.just(kind), JSON),
}


@st.composite
def messages(draw, kind, *, depth=3, sayable=False):
    """Draw a message, at most `depth` levels deep.

    A sayable one is one that a model may send: it has what is required, nothing
    that the service sets, and no UNSPECIFIED.
    """
    if special := SPECIAL.get(kind.full_name):
        return draw(special(kind))
    message = GetMessageClass(kind)()
    known = [*kind.fields, *fields.extensions(kind)]
    possible = [field for field in known if is_possible(field, depth, sayable)]
    needed = {field for field in possible if sayable and fields.required(field)}
    chosen = needed | (draw(subsets(possible)) if possible else set())
    for field in sorted(chosen, key=possible.index):
        put(message, field, draw(whole(field, depth - 1, sayable)))
    return message


def subsets(possible):
    """Return the strategy of some fields out of those that are possible."""
    return st.sets(st.sampled_from(possible), max_size=MOST_FIELDS)


def is_possible(field, depth, sayable):
    """Tell whether a field may be set at this depth."""
    hidden = sayable and fields.is_output_only(field)
    return not hidden and (depth > 0 or not field.message_type)


def whole(field, depth, sayable):
    """Return the strategy of a field's value, which may be a list or a map."""
    if entry := fields.entry_of(field):
        keys, values = (single(part, depth, sayable) for part in entry.fields)
        return st.dictionaries(keys, values, max_size=2)
    values = single(field, depth, sayable)
    return st.lists(values, max_size=2) if field.is_repeated else values


def single(field, depth, sayable):
    """Return the strategy of one value of a field."""
    if field.message_type:
        return messages(field.message_type, depth=depth, sayable=sayable)
    if field.enum_type:
        return st.sampled_from(
            [
                value.number
                for value in field.enum_type.values
                if not (sayable and fields.is_unspecified(value.name))
            ]
        )
    values = SCALARS[field.type]
    # ProtoJSON leaves out the zero of a field without presence.
    return values.filter(bool) if sayable and fields.required(field) else values


def put(message, field, value):
    """Set a field or an extension."""
    if not field.is_extension:
        make = type(message)  # a field may have the name of a method, and hide it
        make.MergeFrom(message, make(**{field.name: value}))
    elif field.is_repeated:
        message.Extensions[field].extend(value)
    elif field.message_type:
        message.Extensions[field].CopyFrom(value)
    else:
        message.Extensions[field] = value
