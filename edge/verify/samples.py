"""Requests as a model would make them, without one: from a contract and its words."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edge.context import Context
from edge.errors import DiscoveryError
from edge.invoke import Metadata, metadata_of
from edge.tools.comments import Comments
from edge.tools.fields import entry_of, enum_words, required
from edge.tools.filling import TIMESTAMP, compile_filling, filled_fields
from edge.tools.schemas.texts import text_of
from edge.verify.peer import Peer

EXAMPLE = re.compile(r"(?:[Ff]or example|[Ss]uch as|e\.g\.),? ?[\"“]([^\"”]+)[\"”]")
TOOL_CALL = "call_1"
DEEPEST = 5
"""How many messages are made within one another."""

DAY = 86_400
"""Seconds: what has a time is asked for tomorrow."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A request, and what travels beside it."""

    request: Message
    metadata: Metadata


def sample(peer: Peer, method: MethodDescriptor) -> Sample:
    """Return a request with all it needs, filled as the edge fills it, under a new key.

    A text is the example that its field's words give, or else the field's name; a
    number is 1.
    """
    request = made(method.input_type, peer.comments)
    context = Context(
        call_id=f"verify-{uuid4().hex}",
        assistant_id="verify",
        caller_number=peer.caller,
    )
    fill(request, method, context)
    return Sample(request, metadata_of(context, TOOL_CALL))


def fill(request: Message, method: MethodDescriptor, context: Context) -> None:
    """Fill a request as the edge does, where its options allow that."""
    try:
        setter = compile_filling(method.input_type)
    except DiscoveryError:  # which a check of its own tells
        return
    if setter:
        setter(request, context, TOOL_CALL)


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
