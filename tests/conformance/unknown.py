"""What a message type does not know, taken out of JSON before it is read.

The edge has no use for a converter that ignores what is unknown; the test asks for it.
"""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from edge.tools import fields


def known(value: Any, message: Descriptor) -> Any:
    """Return what of an object its message type has a field or enum value for."""
    if message.full_name in fields.SPECIAL or not isinstance(value, dict):
        return value
    return dict(known_members(value, message))


def known_members(value: dict[str, Any], message: Descriptor) -> Iterator[tuple]:
    """Yield the members of an object that are known."""
    by_name = {name: f for f in message.fields for name in fields.json_names(f)}
    for name, item in value.items():
        if name in by_name and is_known(item, by_name[name]):
            yield name, known_part(item, by_name[name])


def known_part(value: Any, field: FieldDescriptor) -> Any:
    """Return what of a field's value is known."""
    if entry := fields.entry_of(field):
        of = entry.fields_by_name["value"]
        items = value.items() if isinstance(value, dict) else ()
        return {key: known_part(v, of) for key, v in items if is_known(v, of)}
    if isinstance(value, list):
        return [known_part(item, field) for item in value if is_known(item, field)]
    return known(value, field.message_type) if field.message_type else value


def is_known(value: Any, field: FieldDescriptor) -> bool:
    """Tell whether a value is not the name of an enum value that does not exist."""
    enum = field.enum_type
    return not (enum and isinstance(value, str)) or value in enum.values_by_name
