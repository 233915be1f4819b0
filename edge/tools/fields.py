"""What a field or an enum of a contract says of itself to those who convert it."""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from google.api import field_behavior_pb2
from google.protobuf.descriptor import (
    Descriptor,
    EnumDescriptor,
    FieldDescriptor,
)
from google.protobuf.message_factory import GetMessageClass

OPTIONAL = field_behavior_pb2.OPTIONAL
OUTPUT_ONLY = field_behavior_pb2.OUTPUT_ONLY
REQUIRED = field_behavior_pb2.REQUIRED

PACKAGE = "google.protobuf."
ANY = f"{PACKAGE}Any"
NULL = f"{PACKAGE}NullValue"
WRAPPERS = frozenset(
    f"{PACKAGE}{kind}Value"
    for kind in (
        "Bool",
        "Bytes",
        "Double",
        "Float",
        "Int32",
        "Int64",
        "String",
        "UInt32",
        "UInt64",
    )
)
"""The messages that are a single value (wrappers.proto)."""

SPECIAL = WRAPPERS | {
    f"{PACKAGE}{name}"
    for name in (
        "Any",
        "Duration",
        "FieldMask",
        "ListValue",
        "Struct",
        "Timestamp",
        "Value",
    )
}
"""The messages whose JSON is not an object of their fields."""


def json_names(field: FieldDescriptor) -> tuple[str, ...]:
    """Return the spellings a field may be sent under, the contract's own first."""
    if field.is_extension:
        return (f"[{field.full_name}]",)
    return tuple(dict.fromkeys((field.name, field.json_name)))


def behaviors(field: FieldDescriptor) -> frozenset[int]:
    """Return what `google.api.field_behavior` says of the field (AIP-203)."""
    options = field.GetOptions()
    return frozenset(options.Extensions[field_behavior_pb2.field_behavior])


def is_output_only(field: FieldDescriptor) -> bool:
    """Tell whether only the service sets the field (AIP-203)."""
    return OUTPUT_ONLY in behaviors(field)


def is_redacted(field: FieldDescriptor) -> bool:
    """Tell whether the field is marked `debug_redact`: neither model nor log see it."""
    return bool(field.GetOptions().debug_redact)


def extensions(message: Descriptor) -> list[FieldDescriptor]:
    """Return the extensions of a message that its pool knows."""
    return message.file.pool.FindAllExtensions(message)


def kinds_within(message: Descriptor) -> Iterator[Descriptor]:
    """Yield a message type and those of all that may lie in it, each once.

    The outermost come first; the entries of maps are not yielded.
    """
    waiting, seen = deque([message]), {message.full_name}
    while waiting:
        kind = waiting.popleft()
        if not kind.GetOptions().map_entry:
            yield kind
        for field in (*kind.fields, *extensions(kind)):
            inner = field.message_type
            if inner and inner.full_name not in seen:
                seen.add(inner.full_name)
                waiting.append(inner)


def entry_of(field: FieldDescriptor) -> Descriptor | None:
    """Return the message of a map's entries, None if the field is no map."""
    kind = field.message_type
    return kind if kind is not None and kind.GetOptions().map_entry else None


def required(field: FieldDescriptor) -> bool:
    """Tell whether a request without the field is refused.

    It is when proto2's `required`, `google.api.field_behavior = REQUIRED` or
    `(buf.validate.field).required` says so; and when it is a single text or number
    without presence, so that leaving it out would silently mean "" or 0.
    `OPTIONAL` and `OUTPUT_ONLY` say the opposite of the latter.
    """
    said = behaviors(field)
    if field.is_required or REQUIRED in said or requires(field):
        return True
    return not (said & {OPTIONAL, OUTPUT_ONLY}) and not can_be_absent(field)


def requires(field: FieldDescriptor) -> bool:
    """Tell whether `(buf.validate.field).required` is set."""
    rules = rules_of(field, "field")
    return rules is not None and bool(rules.required)


def rules_of(element: Any, kind: str) -> Any:  # noqa: ANN401  of the element's pool
    """Return the option `buf.validate.<kind>` of a field, message or oneof, if set.

    A contract that sets rules brings their definition in its own pool.
    """
    if not element.has_options:
        return None
    message = element if isinstance(element, Descriptor) else element.containing_type
    try:
        extension: Any = message.file.pool.FindExtensionByName(f"buf.validate.{kind}")
    except KeyError:
        return None
    options = GetMessageClass(extension.containing_type).FromString(
        element.GetOptions().SerializeToString()
    )
    return options.Extensions[extension] if options.HasExtension(extension) else None


def can_be_absent(field: FieldDescriptor) -> bool:
    """Tell whether leaving the field out has a meaning of its own."""
    choices = (FieldDescriptor.CPPTYPE_BOOL, FieldDescriptor.CPPTYPE_ENUM)
    return field.is_repeated or field.has_presence or field.cpp_type in choices


def enum_words(enum: EnumDescriptor) -> dict[str, str]:
    """Return the words an enum's values are offered under, each with its name.

    UNITS_CELSIUS of `Units` is "celsius"; UNITS_UNSPECIFIED and aliases are not
    offered. Where two values would share a word, all keep their full names.
    """
    names = [name for name in enum_names(enum).values() if not is_unspecified(name)]
    words = {word(enum, name): name for name in names}
    return words if len(words) == len(names) else {name: name for name in names}


def enum_names(enum: EnumDescriptor) -> dict[int, str]:
    """Return the name of each number of an enum: of aliases, the first."""
    names: dict[int, str] = {}
    for value in enum.values:
        names.setdefault(value.number, value.name)
    return names


def is_unspecified(name: str) -> bool:
    """Tell whether an enum value's name says that nothing was chosen (AIP-126)."""
    return name == "UNSPECIFIED" or name.endswith("_UNSPECIFIED")


def word(enum: EnumDescriptor, name: str) -> str:
    """Return an enum value's name in lower case, without the enum's own name."""
    return name.removeprefix(prefix(enum)).lower() or name.lower()


def prefix(enum: EnumDescriptor) -> str:
    """Return what buf and AIP-126 have every value's name begin with."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", enum.name)
    return f"{snake.upper()}_"
