"""Bodies of webhooks, from almost right to garbage."""

import msgspec
from hypothesis import strategies as st

from edge.vapi.phone import PhoneCall

KINDS = st.sampled_from(
    [
        "tool-calls",
        "function-call",
        "assistant-request",
        "transfer-destination-request",
        "handoff-destination-request",
        "knowledge-base-request",
        "call.endpointing.request",
        "voice-request",
        "campaign.predial",
        "status-update",
        "end-of-call-report",
        "conversation-update",
        'transcript[transcriptType="final"]',
        "speech-update",
        "model-output",
        "transfer-update",
        "phone-call-control",
        "call.artifact.upload",
        "chat.created",
        "session.updated",
        "",
    ]
)
KEYS = st.sampled_from(
    [
        *("message", "type", "call", "id", "name", "function", "arguments"),
        *("parameters", "toolCallList", "toolCalls", "toolWithToolCallList"),
        *("toolCall", "functionCall", "customer", "phoneNumber", "number"),
        *("assistant", "assistantId", "assistantOverrides", "variableValues"),
        *("artifact", "messages", "messagesOpenAIFormatted", "role", "content"),
        *("timestamp", "status", "endedReason", "analysis", "costs", "cost"),
        *("monitor", "controlUrl", "destination", "transferPlan", "output"),
        *("transcript", "transcriptType", "contact", "text", "sampleRate"),
        *("turn", "turnId", "source", "timing", "words", "time", "duration"),
        *("startedAt", "endedAt", "artifacts", "chat", "session", "metadata"),
    ]
)
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["inboundPhoneCall", "webCall", "+12025550142", "in-progress", "ended", "{}", "["]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.sampled_from(["2025-11-24T16:00:00Z", 1764000000000, 1734990519432.001])
)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS | st.text(max_size=6), inner, max_size=8)
    ),
    max_leaves=25,
)
MESSAGES = st.builds(
    lambda kind, fields: {"message": {"type": kind, **fields}},
    KINDS,
    st.dictionaries(KEYS.filter(lambda key: key != "type"), TREES, max_size=8),
)
WHOLE = st.sampled_from(
    [
        PhoneCall(turns=2).tool_calls([("call_1", "say_again", {"text": "x"})]),
        PhoneCall(turns=2).end_of_call_report(),
        PhoneCall(turns=0, caller="").message("assistant-request"),
    ]
)


@st.composite
def damaged(draw):
    """Draw a real body with some of its bytes changed, moved or lost."""
    body = bytearray(draw(WHOLE))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 40)))
        body[start:end] = draw(st.binary(max_size=8) | st.just(bytes(body[:end][-40:])))
    return bytes(body)


BODIES = (
    st.binary(max_size=200)
    | (MESSAGES | TREES).map(msgspec.json.encode)
    | WHOLE
    | damaged()
)
