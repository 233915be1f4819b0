"""Events: the messages that want no answer, as `protophone.v1.Event`."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, NamedTuple

import msgspec
from protophone.v1.events_pb2 import Event

from edge.vapi.messages import Message
from edge.vapi.typed import bodies, histories, reports, speaking
from edge.vapi.typed.contexts import call_context_of
from edge.vapi.typed.fields import Tree, fields_of, moment, text
from edge.vapi.typed.structs import public

ALL = "*"
"""The subscription to every event."""

FINAL_TRANSCRIPT = 'transcript[transcriptType="final"]'

COMMON = frozenset(
    {"type", "timestamp", "call", "customer", "phoneNumber", "assistant", "artifact"}
    | {"assistantVersion", "chat", "session", "metadata", "variableValues"}
)
"""Fields of every message: the event's context tells what matters of them."""

CONVERSATION = ("messages", "messagesOpenAIFormatted", "conversation")

ONCE_PER_CALL = frozenset({"end-of-call-report", "call.deleted"})

encode = msgspec.json.Encoder(order="deterministic").encode


class Kind(NamedTuple):
    """How one type of event is read."""

    field: str
    """Its field in `Event.body`."""

    read: Callable[[Tree], Any]
    known: Collection[str] = ()
    """The message's own fields that it reads."""


REPORT = (
    *("endedReason", "cost", "costs", "costBreakdown", "destination", "analysis"),
    *("startedAt", "endedAt", "durationMs", "durationSeconds", "durationMinutes"),
    *("compliance", "summary", "transcript", "recordingUrl", "stereoRecordingUrl"),
    *("videoRecordingUrl", *CONVERSATION),
)
TRANSCRIPT = (
    *("role", "transcriptType", "transcript", "assistantId", "assistantName"),
    *("isFiltered", "detectedThreats", "originalTranscript", "confidence"),
    "confidenceSource",
)
STATUS = (
    *("status", "endedReason", "destination", "transcript", "summary"),
    *("inboundPhoneCallDebuggingArtifacts", *CONVERSATION),
)
TRANSFER = (
    *("destination", "fromAssistant", "toAssistant", "fromStepRecord"),
    "toStepRecord",
)
CHAT, SESSION = Kind("chat", histories.chat), Kind("session", histories.session)
LANGUAGE = Kind("language_change", bodies.language_change, ("language",))

KINDS: Mapping[str, Kind] = {
    "status-update": Kind("status_update", bodies.status_update, STATUS),
    "end-of-call-report": Kind(
        "end_of_call_report", reports.end_of_call_report, REPORT
    ),
    "transcript": Kind("transcript", bodies.transcript, TRANSCRIPT),
    FINAL_TRANSCRIPT: Kind("transcript", bodies.transcript, TRANSCRIPT),
    "speech-update": Kind(
        "speech_update", bodies.speech_update, ("status", "role", "turn")
    ),
    "conversation-update": Kind(
        "conversation_update", bodies.conversation_update, CONVERSATION
    ),
    "model-output": Kind("model_output", bodies.model_output, ("output", "turnId")),
    "assistant.started": Kind(
        "assistant_started", bodies.assistant_started, ("newAssistant",)
    ),
    "assistant.speechStarted": Kind(
        "assistant_speech",
        speaking.assistant_speech,
        ("text", "turn", "source", "timing"),
    ),
    "user-interrupted": Kind("user_interrupted", bodies.user_interrupted, ("turnId",)),
    "voice-input": Kind("voice_input", bodies.voice_input, ("input",)),
    "language-change-detected": LANGUAGE,
    "language-changed": LANGUAGE,
    "hang": Kind("hang", bodies.hang),
    "transfer-update": Kind("transfer_update", bodies.transfer_update, TRANSFER),
    "phone-call-control": Kind(
        "phone_call_control", bodies.phone_call_control, ("request", "destination")
    ),
    "chat.created": CHAT,
    "chat.deleted": CHAT,
    "session.created": SESSION,
    "session.updated": SESSION,
    "session.deleted": SESSION,
    "call.deleted": Kind("call_deleted", bodies.call_deleted),
    "call.delete.failed": Kind("call_delete_failed", bodies.call_delete_failed),
    "call.artifact.upload": Kind(
        "call_artifact_upload", bodies.call_artifact_upload, ("artifacts",)
    ),
}
"""Vapi docs, server-url/events, and the types of its official SDK."""


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


def identity_of(message: Message) -> str:
    """Return the same text for each delivery of an event, another for any other.

    Only what belongs to nothing and has no timestamp is another each time.

    Vapi gives events no id, and what it sends again is not the same to the byte:
    signed addresses change. What tells events of one type apart is when they were
    made and what is short of their own fields. An end-of-call-report is the only
    one of its call.
    """
    return identity(message, fields_of(message.body))


def identity(message: Message, fields: Tree) -> str:
    """Return the identity of a message of which these are the fields."""
    owner = owner_of(message, fields)
    if message.type in ONCE_PER_CALL and owner:
        return f"{owner}/{message.type}"
    if not owner and "timestamp" not in fields:
        return f"/{message.type}/{token_hex(10)}"  # better twice than not at all
    digest = hashlib.blake2s(encode(telling(fields)), digest_size=10).hexdigest()
    return f"{owner}/{message.type}/{digest}"


def telling(fields: Tree) -> dict[str, Any]:
    """Return what tells an event from others: without a timestamp, all its own."""
    own = {key: value for key, value in fields.items() if key not in COMMON}
    made = fields.get("timestamp")
    if made is None:
        return own
    lasting = (
        (key, value)
        for key, value in own.items()
        if not isinstance(value, dict | list) and "://" not in str(value)
    )
    return {"timestamp": made, **dict(lasting)}


def owner_of(message: Message, fields: Tree) -> str:
    """Return the id of the call, chat or session that an event belongs to."""
    if message.call and message.call.id:
        return message.call.id
    holders = (fields.get("chat"), fields.get("session"))
    ids = (text(holder, "id") for holder in holders if isinstance(holder, dict))
    return next(filter(None, ids), "")


def wanted(message: Message, types: Collection[str]) -> bool:
    """Tell whether a subscription to `types` includes a message."""
    if ALL in types or message.type in types:
        return True
    name, _, condition = message.type.partition("[")
    if name != "transcript":
        return False
    if condition:
        return name in types
    return FINAL_TRANSCRIPT in types and is_final(message)


def is_final(message: Message) -> bool:
    """Tell whether a transcript is final, which its own field says."""
    return text(fields_of(message.body), "transcriptType") == "final"
