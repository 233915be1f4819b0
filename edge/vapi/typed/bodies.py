"""What happened: the own fields of each type of event."""

from protophone.v1 import events_pb2 as events
from protophone.v1.call_pb2 import Assistant

from edge.vapi.typed.contexts import assistant_of
from edge.vapi.typed.destinations import destination_of
from edge.vapi.typed.fields import Tree, flag, items, number, part, text, texts, whole
from edge.vapi.typed.structs import public
from edge.vapi.typed.turns import tool_uses, turns_of


def status_update(fields: Tree) -> events.StatusUpdate:
    """Read "status-update"; `call.status` is stale, and is not looked at."""
    body = events.StatusUpdate(
        status=text(fields, "status"),
        ended_reason=text(fields, "endedReason"),
        transcript=text(fields, "transcript"),
        summary=text(fields, "summary"),
    )
    if destination := part(fields, "destination"):
        body.destination.CopyFrom(destination_of(destination))
    if items(fields, "messages", "messagesOpenAIFormatted"):
        body.turns.extend(turns_of(fields))
    if debugging := part(fields, "inboundPhoneCallDebuggingArtifacts"):
        body.debugging_artifacts.CopyFrom(public(debugging))
    return body


def transcript(fields: Tree) -> events.Transcript:
    """Read "transcript", in both of its names."""
    final = text(fields, "transcriptType") or text(fields, "type")
    return events.Transcript(
        role=text(fields, "role"),
        final="final" in final,
        text=text(fields, "transcript"),
        assistant_id=text(fields, "assistantId"),
        assistant_name=text(fields, "assistantName"),
        confidence=number(fields, "confidence"),
        confidence_source=text(fields, "confidenceSource"),
        filtered=flag(fields, "isFiltered"),
        detected_threats=texts(fields, "detectedThreats"),
        original_text=text(fields, "originalTranscript"),
    )


def speech_update(fields: Tree) -> events.SpeechUpdate:
    """Read "speech-update"."""
    return events.SpeechUpdate(
        status=text(fields, "status"),
        role=text(fields, "role"),
        turn=whole(fields, "turn"),
    )


def conversation_update(fields: Tree) -> events.ConversationUpdate:
    """Read "conversation-update"."""
    return events.ConversationUpdate(turns=turns_of(fields))


def model_output(fields: Tree) -> events.ModelOutput:
    """Read "model-output": a token, an object that holds one, or tool calls."""
    output = fields.get("output")
    holder = output if isinstance(output, dict) else {"toolCalls": output}
    calls = list(tool_uses(holder))
    if not calls and part(holder, "function"):
        calls = list(tool_uses({"toolCalls": [holder]}))
    return events.ModelOutput(
        text=text(fields, "output") or text(holder, "text", "content", "token"),
        tool_calls=calls,
        turn_id=text(fields, "turnId"),
    )


def assistant_started(fields: Tree) -> events.AssistantStarted:
    """Read "assistant.started"."""
    new = part(fields, "newAssistant")
    return events.AssistantStarted(
        assistant=settings_of(new) if new else assistant_of(fields)
    )


def user_interrupted(fields: Tree) -> events.UserInterrupted:
    """Read "user-interrupted"."""
    return events.UserInterrupted(turn_id=text(fields, "turnId"))


def voice_input(fields: Tree) -> events.VoiceInput:
    """Read "voice-input"."""
    return events.VoiceInput(input=text(fields, "input"))


def language_change(fields: Tree) -> events.LanguageChange:
    """Read "language-change-detected", and "language-changed" of old."""
    return events.LanguageChange(language=text(fields, "language"))


def hang(_: Tree) -> events.Hang:
    """Read "hang"."""
    return events.Hang()


def transfer_update(fields: Tree) -> events.TransferUpdate:
    """Read "transfer-update"; of an assistant's settings only what names it."""
    body = events.TransferUpdate()
    if destination := part(fields, "destination"):
        body.destination.CopyFrom(destination_of(destination))
    for name, key in (
        ("from_assistant", "fromAssistant"),
        ("to_assistant", "toAssistant"),
    ):
        if settings := part(fields, key):
            getattr(body, name).CopyFrom(settings_of(settings))
    for name, key in (("from_step", "fromStepRecord"), ("to_step", "toStepRecord")):
        if record := part(fields, key):
            getattr(body, name).CopyFrom(public(record))
    return body


def settings_of(settings: Tree) -> Assistant:
    """Return what names an assistant among its settings."""
    return Assistant(id=text(settings, "id"), name=text(settings, "name"))


def phone_call_control(fields: Tree) -> events.PhoneCallControl:
    """Read "phone-call-control"."""
    body = events.PhoneCallControl(request=text(fields, "request"))
    if destination := part(fields, "destination"):
        body.destination.CopyFrom(destination_of(destination))
    return body


def call_deleted(_: Tree) -> events.CallDeleted:
    """Read "call.deleted"."""
    return events.CallDeleted()


def call_delete_failed(_: Tree) -> events.CallDeleteFailed:
    """Read "call.delete.failed"."""
    return events.CallDeleteFailed()


def call_artifact_upload(fields: Tree) -> events.CallArtifactUpload:
    """Read "call.artifact.upload"."""
    artifacts = (
        events.UploadedArtifact(type=text(item, "type"), success=flag(item, "success"))
        for item in items(fields, "artifacts")
    )
    return events.CallArtifactUpload(artifacts=artifacts)
