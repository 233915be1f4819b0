"""What a service answers reaches Vapi in exactly the documented form."""

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct
from protophone.v1.assistant_pb2 import ChooseAssistantResponse
from protophone.v1.call_pb2 import Destination, TransferPlan
from protophone.v1.campaign_pb2 import CheckContactResponse
from protophone.v1.endpointing_pb2 import ChooseTimeoutResponse
from protophone.v1.knowledge_pb2 import Document, SearchKnowledgeResponse
from protophone.v1.transfer_pb2 import (
    ChooseHandoffDestinationResponse,
    ChooseTransferDestinationResponse,
    HandoffDestination,
)


def struct(**members):
    return ParseDict(members, Struct())


NUMBER = Destination(number="+12025550199")
FULL_NUMBER = Destination(
    number="+12025550199",
    extension="7",
    caller_id="{{customer.number}}",
    message="",
    name="Desk",
    description="People",
    transfer_plan=TransferPlan(
        mode="warm-transfer-say-message",
        message="A caller.",
        settings=struct(timeout=30, sipVerb="dial"),
    ),
    settings=struct(unheardOf=[1.5, 2]),
)
SIP = Destination(
    sip_uri="sip:desk@example.com", settings=struct(sipHeaders={"x-case": "7"})
)

TRANSFERS = [
    (
        ChooseTransferDestinationResponse(destination=NUMBER),
        {"destination": {"type": "number", "number": "+12025550199"}},
    ),
    (
        ChooseTransferDestinationResponse(destination=FULL_NUMBER, message="Hold on."),
        {
            "destination": {
                "type": "number",
                "number": "+12025550199",
                "extension": "7",
                "callerId": "{{customer.number}}",
                "message": "",
                "name": "Desk",
                "description": "People",
                "transferPlan": {
                    "mode": "warm-transfer-say-message",
                    "message": "A caller.",
                    "timeout": 30,
                    "sipVerb": "dial",
                },
                "unheardOf": [1.5, 2],
            },
            "message": {"type": "request-start", "content": "Hold on."},
        },
    ),
    (
        ChooseTransferDestinationResponse(destination=SIP),
        {
            "destination": {
                "type": "sip",
                "sipUri": "sip:desk@example.com",
                "sipHeaders": {"x-case": "7"},
            }
        },
    ),
    (
        ChooseTransferDestinationResponse(
            destination=Destination(
                assistant_name="Billing",
                settings=struct(transferMode="rolling-history"),
            )
        ),
        {
            "destination": {
                "type": "assistant",
                "assistantName": "Billing",
                "transferMode": "rolling-history",
            }
        },
    ),
    (
        ChooseTransferDestinationResponse(
            destination=Destination(
                number="1234", settings=struct(numberE164CheckEnabled=False)
            )
        ),
        {
            "destination": {
                "type": "number",
                "number": "1234",
                "numberE164CheckEnabled": False,
            }
        },
    ),
    (
        ChooseTransferDestinationResponse(error="The desk is closed."),
        {"error": "The desk is closed."},
    ),
]
HANDOFFS = [
    (
        ChooseHandoffDestinationResponse(
            destination=HandoffDestination(
                assistant_id="a-1",
                overrides=struct(firstMessage="Hi"),
                settings=struct(contextEngineeringPlan={"type": "none"}),
            ),
            result="Done.",
        ),
        {
            "destination": {
                "type": "assistant",
                "assistantId": "a-1",
                "assistantOverrides": {"firstMessage": "Hi"},
                "contextEngineeringPlan": {"type": "none"},
            },
            "result": "Done.",
        },
    ),
    (
        ChooseHandoffDestinationResponse(
            destination=HandoffDestination(assistant_name="Billing")
        ),
        {"destination": {"type": "assistant", "assistantName": "Billing"}},
    ),
    (
        ChooseHandoffDestinationResponse(
            destination=HandoffDestination(assistant=struct(name="New"))
        ),
        {"destination": {"type": "assistant", "assistant": {"name": "New"}}},
    ),
    (
        ChooseHandoffDestinationResponse(
            destination=HandoffDestination(squad_id="s-1", overrides=struct(a=1))
        ),
        {
            "destination": {
                "type": "squad",
                "squadId": "s-1",
                "squadOverrides": {"a": 1},
            }
        },
    ),
    (
        ChooseHandoffDestinationResponse(error="Not now."),
        {"destination": {}, "error": "Not now."},
    ),
    (
        ChooseHandoffDestinationResponse(),
        {"destination": {}, "error": "Nobody takes the call over."},
    ),
]
FINDINGS = [
    (
        SearchKnowledgeResponse(
            documents=[
                Document(content="A", similarity=0.5),
                Document(content="B", similarity=7, uuid="u"),
                Document(content="C", similarity=float("nan")),
            ]
        ),
        {
            "documents": [
                {"content": "A", "similarity": 0.5},
                {"content": "B", "similarity": 1.0, "uuid": "u"},
                {"content": "C", "similarity": 0.0},
            ]
        },
    ),
    (
        SearchKnowledgeResponse(message="It is blue."),
        {
            "message": {
                "type": "custom-message",
                "role": "assistant",
                "content": "It is blue.",
            }
        },
    ),
    (SearchKnowledgeResponse(), {"documents": []}),
]
TIMEOUTS = [
    (
        ChooseTimeoutResponse(timeout=Duration(seconds=1, nanos=250_000_000)),
        {"timeoutSeconds": 1.25},
    ),
    (ChooseTimeoutResponse(timeout=Duration()), {"timeoutSeconds": 0.0}),
    (ChooseTimeoutResponse(), {"timeoutSeconds": 0.5}),
]
CHECKS = [
    (CheckContactResponse(eligible=True), {"eligible": True}),
    (CheckContactResponse(), {"eligible": False}),
]
ASSISTANTS = [
    (ChooseAssistantResponse(assistant_id="a-1"), {"assistantId": "a-1"}),
    (
        ChooseAssistantResponse(
            assistant_id="a-1",
            overrides=struct(firstMessage="Hi", variableValues={"a": 1, "b": 2}),
            variable_values=struct(b=3),
        ),
        {
            "assistantId": "a-1",
            "assistantOverrides": {
                "firstMessage": "Hi",
                "variableValues": {"a": 1, "b": 3},
            },
        },
    ),
    (
        ChooseAssistantResponse(assistant=struct(name="New", maxDurationSeconds=600)),
        {"assistant": {"name": "New", "maxDurationSeconds": 600}},
    ),
    (
        ChooseAssistantResponse(squad_id="s-1", variable_values=struct(a="b")),
        {"squadId": "s-1", "squadOverrides": {"variableValues": {"a": "b"}}},
    ),
    (
        ChooseAssistantResponse(squad=struct(members=[])),
        {"squad": {"members": []}},
    ),
    (
        ChooseAssistantResponse(workflow_id="w-1", overrides=struct(a=1)),
        {"workflowId": "w-1", "workflowOverrides": {"a": 1}},
    ),
    (
        ChooseAssistantResponse(workflow=struct(name="W")),
        {"workflow": {"name": "W"}},
    ),
    (
        ChooseAssistantResponse(destination=SIP),
        {
            "destination": {
                "type": "sip",
                "sipUri": "sip:desk@example.com",
                "sipHeaders": {"x-case": "7"},
            }
        },
    ),
    (
        ChooseAssistantResponse(error="We are closed.", variable_values=struct(a=1)),
        {"error": "We are closed."},
    ),
]

TYPES = {
    "transfer-destination-request": ("ChooseTransferDestination", TRANSFERS),
    "handoff-destination-request": ("ChooseHandoffDestination", HANDOFFS),
    "knowledge-base-request": ("SearchKnowledge", FINDINGS),
    "call.endpointing.request": ("ChooseTimeout", TIMEOUTS),
    "campaign.predial": ("CheckContact", CHECKS),
    "assistant-request": ("ChooseAssistant", ASSISTANTS),
}
CASES = [
    (kind, response, expected)
    for kind, (_, rows) in TYPES.items()
    for response, expected in rows
]


@pytest.fixture
async def line(edge, target):
    async with edge(target) as line:
        yield line


@pytest.mark.parametrize(("kind", "response", "expected"), CASES)
async def test_an_answer_has_the_documented_form(line, desk, kind, response, expected):
    desk.answers[TYPES[kind][0]] = response
    assert await line.ask(kind) == expected


SAID = [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "So."}]


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        (
            "handoff-destination-request",
            {"parameters": {"topic": "bills"}},
            {"parameters": {"topic": "bills"}},
        ),
        (
            "knowledge-base-request",
            {"messages": SAID, "messagesOpenAIFormatted": SAID},
            {
                "query": "Why?",
                "turns": [
                    {"role": "user", "text": "Why?"},
                    {"role": "assistant", "text": "So."},
                ],
            },
        ),
        (
            "call.endpointing.request",
            {"messagesOpenAIFormatted": SAID[:1]},
            {"turns": [{"role": "user", "text": "Why?"}]},
        ),
        (
            "transfer-destination-request",
            {"artifact": {"messages": [{"role": "bot", "message": "Hi."}]}},
            {"turns": [{"role": "assistant", "text": "Hi."}]},
        ),
        (
            "campaign.predial",
            {
                "campaignId": "k-1",
                "contact": {
                    "id": "p-1",
                    "campaignId": "k-1",
                    "orgId": "o-1",
                    "number": "+12025550142",
                    "name": "Dana",
                    "customerId": "c-1",
                    "createdAt": "2026-05-04T10:00:00Z",
                    "assistantOverrides": {"variableValues": {"a": 1}},
                },
            },
            {
                "campaign_id": "k-1",
                "contact": {
                    "id": "p-1",
                    "campaign_id": "k-1",
                    "organization_id": "o-1",
                    "number": "+12025550142",
                    "name": "Dana",
                    "customer_id": "c-1",
                    "create_time": "2026-05-04T10:00:00Z",
                    "variable_values": {"a": 1.0},
                },
            },
        ),
        ("assistant-request", {}, {}),
    ],
)
async def test_a_request_holds_the_messages_own_fields(
    line, desk, kind, fields, expected
):
    await line.ask(kind, **fields)
    (request,) = desk.requests
    found = MessageToDict(request, preserving_proto_field_name=True)
    assert found.pop("context")["call_id"] == "call-1"
    assert found == expected
    assert desk.metadata["vapi-call-id"] == "call-1"
