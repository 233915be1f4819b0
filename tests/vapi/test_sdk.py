"""What Vapi's official SDK knows is known here: a new one shows what is new."""

import pytest

from edge.hooks.questions import QUESTIONS
from edge.vapi.typed.kinds import COMMON, KINDS
from tests.vapi import sdk

OF_QUESTIONS = {
    "assistant-request": set(),
    "transfer-destination-request": set(),
    "handoff-destination-request": {"parameters"},
    "knowledge-base-request": {"messages", "messagesOpenAIFormatted"},
    "call.endpointing.request": {"messages", "messagesOpenAIFormatted"},
    "campaign.predial": {"campaignId", "contact"},
    "voice-request": {"text", "sampleRate"},
    "tool-calls": {"toolCallList", "toolWithToolCallList"},
}
"""The own fields of messages that want an answer, each read by edge.hooks.requests."""

RESPONSES = {
    "assistant_request": {
        "destination",
        "assistantId",
        "assistant",
        "assistantOverrides",
        "squadId",
        "squad",
        "squadOverrides",
        "workflowId",
        "workflow",
        "workflowOverrides",
        "error",
    },
    "call_endpointing_request": {"timeoutSeconds"},
    "campaign_predial": {"eligible"},
    "handoff_destination_request": {"destination", "result", "error"},
    "knowledge_base_request": {"documents", "message"},
    "tool_calls": {"results", "error"},
    "transfer_destination_request": {"destination", "message", "error"},
    "voice_request": {"data"},
}
"""What an answer can hold, each written by edge.hooks.replies."""

SHAPES = {
    "artifact": {
        "messages",
        "messagesOpenAIFormatted",
        "skippedStructuredOutputs",
        "transfers",
        "recordingUrl",
        "stereoRecordingUrl",
        "videoRecordingUrl",
        "videoRecordingStartDelaySeconds",
        "recording",
        "transcript",
        "pcapUrl",
        "logUrl",
        "nodes",
        "assistantActivations",
        "variableValues",
        "performanceMetrics",
        "structuredOutputs",
        "scorecards",
        "structuredOutputsLastUpdatedAt",
        "presignedMonoUrl",
        "presignedStereoUrl",
        "presignedVideoUrl",
        "presignedAssistantUrl",
        "presignedCustomerUrl",
        "presignedPcapUrl",
        "presignedLogUrl",
        "presignedUrlsExpiresAt",
    },
    "analysis": {
        "summary",
        "structuredData",
        "structuredDataMulti",
        "successEvaluation",
    },
    "campaign_contact": {
        "id",
        "campaignId",
        "orgId",
        "customerId",
        "number",
        "name",
        "assistantOverrides",
        "squadOverrides",
        "createdAt",
    },
    "knowledge_base_response_document": {"content", "similarity", "uuid"},
    "transfer_destination_number": {
        "message",
        "numberE164CheckEnabled",
        "number",
        "extension",
        "callerId",
        "transferPlan",
        "name",
        "description",
    },
    "transfer_destination_sip": {
        "message",
        "sipUri",
        "callerId",
        "transferPlan",
        "sipHeaders",
        "name",
        "description",
    },
    "transfer_destination_assistant": {
        "message",
        "type",
        "transferMode",
        "assistantName",
        "name",
        "description",
    },
    "user_message": {
        "role",
        "message",
        "time",
        "endTime",
        "secondsFromStart",
        "duration",
        "isFiltered",
        "detectedThreats",
        "originalMessage",
        "confidence",
        "confidenceSource",
        "metadata",
        "speakerLabel",
    },
    "tool_call_message": {"role", "toolCalls", "message", "time", "secondsFromStart"},
    "tool_call_result_message": {
        "role",
        "toolCallId",
        "name",
        "result",
        "time",
        "secondsFromStart",
        "metadata",
        "warnings",
    },
}
"""Objects inside of messages, as they were when their readers were written."""


def test_every_type_of_message_is_known():
    subscribed = sdk.literals("create_assistant_dto_server_messages_item")
    known = {*KINDS, *QUESTIONS, "voice-request", "tool-calls", "function-call"}
    assert {*sdk.messages(), *subscribed} <= known


@pytest.mark.parametrize("kind", sorted(sdk.messages()))
def test_every_field_of_a_message_is_known(kind):
    own = KINDS[kind].known if kind in KINDS else OF_QUESTIONS[kind]
    assert sdk.messages()[kind] <= {*COMMON, *own}


@pytest.mark.parametrize("module", sorted(sdk.responses()))
def test_every_field_of_an_answer_is_known(module):
    assert (
        sdk.responses()[module]
        == RESPONSES[module.removeprefix("server_message_response_")]
    )


@pytest.mark.parametrize("module", SHAPES)
def test_every_field_of_an_object_is_known(module):
    assert sdk.fields(module) == SHAPES[module]


def test_the_sdk_is_read_at_all():
    assert len(sdk.messages()) > 25
    assert "timestamp" in sdk.messages()["hang"]
