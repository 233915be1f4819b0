"""Every type of message, in every shape it is known to have, is answered right."""

import json

import pytest
from google.protobuf.duration_pb2 import Duration
from protophone.v1.assistant_pb2 import ChooseAssistantResponse
from protophone.v1.call_pb2 import Destination
from protophone.v1.campaign_pb2 import CheckContactResponse
from protophone.v1.endpointing_pb2 import ChooseTimeoutResponse
from protophone.v1.knowledge_pb2 import Document, SearchKnowledgeResponse
from protophone.v1.transfer_pb2 import (
    ChooseHandoffDestinationResponse,
    ChooseTransferDestinationResponse,
    HandoffDestination,
)

from edge.config.hooks import Hooks
from edge.config.settings import Server, Service
from edge.hooks.questions import QUESTIONS
from edge.vapi.typed.kinds import KINDS
from tests.conftest import lifted, settings
from tests.hooks.conftest import ALL
from tests.hooks.desk import Desk, served
from tests.vapi.typed.shapes import COMMON, EVENTS

ANSWERS = {
    "ChooseAssistant": ChooseAssistantResponse(assistant_id="a-1"),
    "ChooseTransferDestination": ChooseTransferDestinationResponse(
        destination=Destination(number="+12025550199")
    ),
    "ChooseHandoffDestination": ChooseHandoffDestinationResponse(
        destination=HandoffDestination(assistant_name="Billing")
    ),
    "SearchKnowledge": SearchKnowledgeResponse(
        documents=[Document(content="A", similarity=1)]
    ),
    "ChooseTimeout": ChooseTimeoutResponse(timeout=Duration(seconds=1)),
    "CheckContact": CheckContactResponse(eligible=True),
}
SAID = [{"role": "user", "message": "Why?", "time": 1777888800000.5}]
SAID_TO_OPENAI = [{"role": "user", "content": "Why?"}]

ASSISTANT = {"assistantId": "a-1"}
NUMBER = {"destination": {"type": "number", "number": "+12025550199"}}
BILLING = {"destination": {"type": "assistant", "assistantName": "Billing"}}
DOCUMENTS = {"documents": [{"content": "A", "similarity": 1.0}]}
SECOND = {"timeoutSeconds": 1.0}
YES = {"eligible": True}

QUESTIONS_ASKED = [
    ({"type": "assistant-request"}, ASSISTANT),
    ({"type": "transfer-destination-request"}, NUMBER),
    (
        {"type": "transfer-destination-request", "artifact": {"messages": SAID}},
        NUMBER,
    ),
    ({"type": "handoff-destination-request", "parameters": {"topic": "a"}}, BILLING),
    ({"type": "handoff-destination-request"}, BILLING),
    ({"type": "knowledge-base-request", "messages": SAID_TO_OPENAI}, DOCUMENTS),
    (
        {
            "type": "knowledge-base-request",
            "messages": SAID,
            "messagesOpenAIFormatted": SAID_TO_OPENAI,
        },
        DOCUMENTS,
    ),
    (
        {
            "type": "call.endpointing.request",
            "messagesOpenAIFormatted": SAID_TO_OPENAI,
        },
        SECOND,
    ),
    ({"type": "call.endpointing.request"}, SECOND),
    (
        {
            "type": "campaign.predial",
            "campaignId": "k-1",
            "contact": {"id": "p-1", "number": "+12025550142"},
        },
        YES,
    ),
]


def item(**shape):
    return {"id": "t1", "type": "function", **shape}


GIVEN = {"text": "Hi"}
ITEMS = [
    item(function={"name": "say_again", "arguments": GIVEN}),
    item(function={"name": "say_again", "arguments": json.dumps(GIVEN, indent=2)}),
    item(function={"name": "say_again", "parameters": GIVEN}),
    item(name="say_again", arguments=GIVEN),
    item(name="say_again", parameters=GIVEN),
]
RESULTS = {"results": [{"toolCallId": "t1", "name": "say_again", "result": "Hi"}]}
TOOL_CALLS = [
    ({"type": "tool-calls", **holder}, RESULTS)
    for one in ITEMS
    for holder in (
        {"toolCallList": [one]},
        {"toolCalls": [one]},
        {"toolWithToolCallList": [{"type": "function", "toolCall": one}]},
        {"toolCallList": [one], "toolCalls": [one]},
    )
]
LEGACY = [
    (
        {"type": "function-call", "functionCall": {"name": "say_again", **given}},
        {"result": "Hi"},
    )
    for given in (
        {"parameters": GIVEN},
        {"parameters": json.dumps(GIVEN)},
        {"arguments": GIVEN},
    )
]
ACKNOWLEDGED = [(own, {}) for own, _ in EVENTS]
UNKNOWN = [({"type": "moon-phase", "phase": 4.0, "nested": [{"a": None}]}, {})]

TABLE = [*QUESTIONS_ASKED, *TOOL_CALLS, *LEGACY, *ACKNOWLEDGED, *UNKNOWN]


def enveloped(own):
    return {"message": {**COMMON, **own}}


def bare(own):
    return {**COMMON, **own}


def thin(own):
    return {**COMMON, **own, "message": {"type": own["type"]}}


def minimal(own):
    return {"message": own}


def call_beside(own):
    return {"message": own, "call": COMMON["call"]}


def of_another_time(own):
    stamped = {**COMMON, **own, "timestamp": "2026-05-04T10:00:00.000Z"}
    return {"message": stamped}


def of_floats(own):
    return {"message": {**COMMON, **own, "timestamp": 1777888800000.001}}


def of_nulls(own):
    nulls = dict.fromkeys(("assistant", "artifact", "phoneNumber", "customer"))
    return {"message": {**nulls, **own, "call": {**COMMON["call"], "squadId": None}}}


def of_years_to_come(own):
    unknown = {"futureField": {"deep": [1, {"a": "b"}]}, "x-header": "y"}
    return {"message": {**COMMON, **unknown, **own}, "version": 9}


def of_wrong_types(own):
    wrong = {"customer": "somebody", "phoneNumber": 5, "assistant": [], "artifact": ""}
    return {"message": {**wrong, **own}}


WRITERS = (
    enveloped,
    bare,
    thin,
    minimal,
    call_beside,
    of_another_time,
    of_floats,
    of_nulls,
    of_years_to_come,
    of_wrong_types,
)


@pytest.fixture
async def line(probe, tmp_path):
    """An edge with a probe that has tools, and a desk that answers questions."""
    desk = Desk()
    desk.answers = ANSWERS
    async with served(desk) as target:
        services = (
            Service(name="probe", target=probe.target),
            Service(name="desk", target=target),
        )
        config = settings(
            tmp_path,
            services=services,
            hooks=Hooks(**ALL),
            server=Server(budget=10),
        )
        async with lifted(config) as line:
            yield line


@pytest.mark.parametrize("write", WRITERS)
async def test_every_message_is_answered_right(line, write):
    wrong = []
    for number, (own, expected) in enumerate(TABLE):
        body = json.dumps(write(own)).encode()
        response = await line.post(body)
        found = (response.status, await response.json())
        if found != (200, expected):
            wrong.append((number, own, found))
    assert wrong == []


def test_the_table_has_every_type():
    types = {own["type"] for own, _ in TABLE}
    assert types >= {*KINDS, *QUESTIONS, "tool-calls", "function-call"}


@pytest.mark.parametrize(
    "body",
    ["null", "[]", '"message"', "{}", '{"message": null}', '{"message": {}}', "5"],
)
async def test_what_is_no_message_is_refused_in_words(line, body):
    response = await line.post(body.encode())
    assert response.status == 400
    assert (await response.text()).startswith("The ")
