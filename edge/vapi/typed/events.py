"""Events: the messages that want no answer, as `protophone.v1.Event`."""

from datetime import UTC, datetime

from protophone.v1.events_pb2 import Event

from edge.vapi.messages import Message
from edge.vapi.typed.contexts import call_context_of
from edge.vapi.typed.fields import fields_of, moment
from edge.vapi.typed.identities import identity
from edge.vapi.typed.kinds import COMMON, KINDS
from edge.vapi.typed.structs import public


def event_of(
    message: Message,
    *,
    event_id: str = "",
    sequence: int = 0,
    received: datetime | None = None,
) -> Event:
    """Return a message as an event; a type nobody knows has no body.

    `event_id` is `identity_of(message)` unless given. `sequence` counts from 1; who
    stores the event may set it later. `received` is now unless given.
    """
    fields = fields_of(message.body)
    kind = KINDS.get(message.type)
    known = {*COMMON, *(kind.known if kind else ())}
    event = Event(
        id=event_id or identity(message, fields),
        sequence=sequence,
        type=message.type,
        context=call_context_of(message, fields),
    )
    taken_in = received or datetime.now(UTC)
    event.receive_time.FromDatetime(taken_in)
    event.time.FromDatetime(moment(fields, "timestamp") or taken_in)
    if kind:
        getattr(event, kind.field).CopyFrom(kind.read(fields))
    if {*fields} - known:
        event.other_fields.CopyFrom(public(fields, but=known))
    return event
