"""The types of event, and what reads each."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from edge.vapi.typed import bodies, histories, reports, speaking
from edge.vapi.typed.fields import Tree

FINAL_TRANSCRIPT = 'transcript[transcriptType="final"]'
"""The name of a type, and of a subscription to some transcripts."""

COMMON = frozenset(
    {"type", "timestamp", "call", "customer", "phoneNumber", "assistant", "artifact"}
    | {"assistantVersion", "chat", "session", "metadata", "variableValues"}
)
"""Fields of every message: the event's context tells what matters of them."""

CONVERSATION = ("messages", "messagesOpenAIFormatted", "conversation")


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
