"""What each of protovalidate's rules means in JSON Schema, or else in words."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.message import Message

from edge.tools.schemas.shapes import Shape
from edge.tools.schemas.words import count, listed

Rule = Callable[[Shape, Any], Shape]
"""Narrows a shape by a rule that has this value."""


def plain(value: Any) -> Any:  # noqa: ANN401  any JSON
    """Return a rule's value as it is written in JSON."""
    if isinstance(value, Message):
        return value.ToJsonString() if hasattr(value, "ToJsonString") else str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str | int | float):
        return value
    return [plain(each) for each in value]


def keyword(*names: str) -> Rule:
    """Return the rule that is one or more keywords."""
    return lambda shape, value: shape.narrowed(**dict.fromkeys(names, plain(value)))


def note(template: str) -> Rule:
    """Return the rule that is a sentence about its value."""
    return lambda shape, value: shape.noted(template.format(_said(plain(value))))


def sized(template: str) -> Rule:
    """Return the rule that is a sentence about a number of bytes."""
    return lambda shape, value: shape.noted(template.format(count(value, "byte")))


def _said(value: object) -> object:
    return listed(value) if isinstance(value, list) else value


def formatted(name: str) -> Rule:
    """Return the rule that is a `format`."""
    return lambda shape, _: shape.narrowed(format=name)


def above(shape: Shape, value: Any) -> Shape:  # noqa: ANN401  a number or a moment
    """Narrow to what is greater than `value`: for whole numbers, from the next one."""
    if shape.keywords["type"] == "integer":
        return shape.narrowed(minimum=value + 1)
    return shape.narrowed(exclusiveMinimum=plain(value))


def below(shape: Shape, value: Any) -> Shape:  # noqa: ANN401  a number or a moment
    """Narrow to what is less than `value`: for whole numbers, up to the one before."""
    if shape.keywords["type"] == "integer":
        return shape.narrowed(maximum=value - 1)
    return shape.narrowed(exclusiveMaximum=plain(value))


def among(shape: Shape, values: Any) -> Shape:  # noqa: ANN401  a repeated field
    """Narrow to the values listed, in the JSON type of the shape."""
    kind = {"string": str, "integer": int, "number": float}[shape.keywords["type"]]
    return shape.chosen([plain(kind(plain(value))) for value in values])


def always(shape: Shape, value: Any) -> Shape:  # noqa: ANN401  any scalar
    """Narrow to one value."""
    if shape.keywords["type"] == "string":
        return among(shape, [value])
    return shape.narrowed(const=plain(value))


def entries(side: str) -> Rule:
    """Return the rule on the size of a map, be it an object or a list of pairs."""
    names = {"object": f"{side}Properties", "array": f"{side}Items"}
    return lambda shape, value: shape.narrowed(**{names[shape.keywords["type"]]: value})


EXCLUDING: Mapping[str, Rule] = {
    "example": note("For example {}."),
    "not_in": note("None of {}."),
}
ORDERED: Mapping[str, Rule] = {
    **EXCLUDING,
    "const": always,
    "finite": note("No infinity."),
    "gt": above,
    "gt_now": note("In the future."),
    "gte": keyword("minimum"),
    "in": among,
    "lt": below,
    "lt_now": note("In the past."),
    "lte": keyword("maximum"),
    "within": note("Within {} of now."),
}
"""Numbers, moments and lengths of time."""

STRING: Mapping[str, Rule] = {
    **EXCLUDING,
    "address": note("A host name or an IP address."),
    "const": always,
    "contains": note('Contains "{}".'),
    "email": formatted("email"),
    "host_and_port": note("A host and a port, for example example.com:8080."),
    "hostname": formatted("hostname"),
    "in": among,
    "ip": note("An IP address."),
    "ip_prefix": note("An IP network, for example 10.0.0.0/8."),
    "ip_with_prefixlen": note("An IP address with its prefix length."),
    "ipv4": formatted("ipv4"),
    "ipv4_prefix": note("An IPv4 network, for example 10.0.0.0/8."),
    "ipv4_with_prefixlen": note("An IPv4 address with its prefix length."),
    "ipv6": formatted("ipv6"),
    "ipv6_prefix": note("An IPv6 network, for example 2001:db8::/32."),
    "ipv6_with_prefixlen": note("An IPv6 address with its prefix length."),
    "len": keyword("minLength", "maxLength"),
    "len_bytes": sized("Exactly {} in UTF-8."),
    "max_bytes": sized("At most {} in UTF-8."),
    "max_len": keyword("maxLength"),
    "min_bytes": sized("At least {} in UTF-8."),
    "min_len": keyword("minLength"),
    "not_contains": note('Does not contain "{}".'),
    "pattern": keyword("pattern"),
    "prefix": note('Begins with "{}".'),
    "protobuf_dot_fqn": note("A protobuf name that begins with a dot."),
    "protobuf_fqn": note("A protobuf name."),
    "suffix": note('Ends with "{}".'),
    "tuuid": note("A UUID without dashes."),
    "ulid": note("A ULID."),
    "uri": formatted("uri"),
    "uri_ref": note("A URI, absolute or relative."),
    "uuid": formatted("uuid"),
    "well_known_regex": note("Fit for an HTTP header."),
}

BYTES: Mapping[str, Rule] = {
    **EXCLUDING,
    "const": always,
    "contains": note("Contains the bytes {}."),
    "in": among,
    "ip": note("An IP address of 4 or 16 bytes."),
    "ipv4": note("An IPv4 address of 4 bytes."),
    "ipv6": note("An IPv6 address of 16 bytes."),
    "len": sized("Exactly {}."),
    "max_len": sized("At most {}."),
    "min_len": sized("At least {}."),
    "pattern": note("The bytes match the regular expression {}."),
    "prefix": note("Begins with the bytes {}."),
    "suffix": note("Ends with the bytes {}."),
    "uuid": note("A UUID of 16 bytes."),
}

REPEATED: Mapping[str, Rule] = {
    "max_items": keyword("maxItems"),
    "min_items": keyword("minItems"),
    "unique": keyword("uniqueItems"),
}

MAP: Mapping[str, Rule] = {
    "max_pairs": entries("max"),
    "min_pairs": entries("min"),
}

BOOL: Mapping[str, Rule] = {"const": always}
ANY: Mapping[str, Rule] = {
    "in": note('"@type" is one of {}.'),
    "not_in": note('"@type" is none of {}.'),
}
FIELD_MASK: Mapping[str, Rule] = {
    "const": note("Always {}."),
    "example": note("For example {}."),
    "in": note("Only of {}."),
    "not_in": note("Without {}."),
}

TABLES: Mapping[str, Mapping[str, Rule]] = {
    "any": ANY,
    "bool": BOOL,
    "bytes": BYTES,
    "enum": {},
    "field_mask": FIELD_MASK,
    "map": MAP,
    "repeated": REPEATED,
    "string": STRING,
}
"""The rules of each kind of value (the oneof `type` of `buf.validate.FieldRules`);
the kinds that are missing are `ORDERED`. An enum's are in the words it offers."""
