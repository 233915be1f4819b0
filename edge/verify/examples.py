"""Values as a model would choose them, without one: from a contract and its words."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edge.tools.comments import Comments
from edge.tools.fields import entry_of, enum_words, required
from edge.tools.filling import TIMESTAMP, filled_fields
from edge.tools.schemas.texts import text_of

EXAMPLE = re.compile(r"(?:[Ff]or example|[Ss]uch as|e\.g\.),? ?[\"“]([^\"”]+)[\"”]")
DEEPEST = 5
"""How many messages are made within one another."""

DAY = 86_400
"""Seconds: what has a time is asked for tomorrow."""


def made(message: Descriptor, comments: Comments, room: int = DEEPEST) -> Message:
    """Return a message with every field that a request needs."""
    if message.full_name == TIMESTAMP:
        return GetMessageClass(message)(seconds=int(time.time()) + DAY)
    filled = filled_fields(message)
    needed = (f for f in message.fields if required(f) and f.name not in filled)
    values = {
        field.name: listed(field, value_of(field, comments, room))
        for field in needed
        if room and entry_of(field) is None
    }
    return GetMessageClass(message)(**values)


def listed(field: FieldDescriptor, value: Any) -> Any:  # noqa: ANN401  any of a field's
    """Return a value as its field takes it, alone or in a list."""
    return [value] if field.is_repeated else value


def value_of(field: FieldDescriptor, comments: Comments, room: int) -> Any:  # noqa: ANN401  any of a field's
    """Return one value that a field might take."""
    if field.message_type:
        return made(field.message_type, comments, room - 1)
    if field.enum_type:
        names = [*enum_words(field.enum_type).values(), field.enum_type.values[0].name]
        return field.enum_type.values_by_name[names[0]].number
    scalar = SCALARS.get(field.type)
    return scalar(field, comments) if scalar else 1


def text(field: FieldDescriptor, comments: Comments) -> str:
    """Return the example that a field's words give, or else its name in words."""
    found = EXAMPLE.search(text_of(field, comments))
    return found[1] if found else field.name.replace("_", " ")


SCALARS: Mapping[int, Callable[[FieldDescriptor, Comments], Any]] = {
    FieldDescriptor.TYPE_STRING: text,
    FieldDescriptor.TYPE_BYTES: lambda *_: b"1",
    FieldDescriptor.TYPE_BOOL: lambda *_: True,
}
