"""A service that is missing, slow or wrong leaves Vapi with a safe answer."""

import asyncio

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.struct_pb2 import Struct
from protophone.v1.assistant_pb2 import ChooseAssistantResponse
from protophone.v1.call_pb2 import Destination
from protophone.v1.endpointing_pb2 import ChooseTimeoutResponse
from protophone.v1.transfer_pb2 import (
    ChooseHandoffDestinationResponse,
    ChooseTransferDestinationResponse,
    HandoffDestination,
)
from structlog.testing import capture_logs

from edge.config.hooks import Hooks
from edge.config.policies import Policies
from edge.config.settings import Assistant, Config, Server
from tests.conftest import SECRET
from tests.hooks.conftest import ALL
from tests.hooks.desk import garbled, served

GONE = "127.0.0.1:1"
TOO_LATE_SECONDS = 3

DEFAULTS = {
    "transfer-destination-request": {
        "error": "The call cannot be transferred right now."
    },
    "handoff-destination-request": {
        "destination": {},
        "error": "Nobody takes the call over.",
    },
    "knowledge-base-request": {"documents": []},
    "call.endpointing.request": {"timeoutSeconds": 0.5},
    "campaign.predial": {},
    "assistant-request": {
        "error": "Sorry, nobody can take your call right now. Please try again later."
    },
}
SETTINGS = Hooks(
    **ALL,
    transfer_number="+12025550199",
    transfer_message="One moment.",
    endpointing_timeout=1.5,
    campaign_refuses=True,
    knowledge_seconds=0.5,
    assistant_seconds=0.5,
)
SET = DEFAULTS | {
    "transfer-destination-request": {
        "destination": {
            "type": "number",
            "number": "+12025550199",
            "message": "One moment.",
        }
    },
    "call.endpointing.request": {"timeoutSeconds": 1.5},
    "campaign.predial": {"eligible": False},
}
RPCS = {
    "transfer-destination-request": "ChooseTransferDestination",
    "handoff-destination-request": "ChooseHandoffDestination",
    "knowledge-base-request": "SearchKnowledge",
    "call.endpointing.request": "ChooseTimeout",
    "campaign.predial": "CheckContact",
    "assistant-request": "ChooseAssistant",
}


@pytest.mark.parametrize("kind", DEFAULTS)
async def test_nobody_bound(edge, target, kind):
    async with edge(target, hooks=Hooks()) as line:
        unbound = {"error": "Sorry, this number is not in service."}
        expected = unbound if kind == "assistant-request" else DEFAULTS[kind]
        assert await line.ask(kind) == expected


@pytest.mark.parametrize("kind", SET)
async def test_a_dead_service(edge, kind):
    async with edge(GONE, hooks=SETTINGS, ready=False) as line:
        assert await line.ask(kind) == SET[kind]


@pytest.mark.parametrize("kind", SET)
async def test_a_service_that_does_not_implement_it(edge, target, kind):
    async with edge(target, hooks=SETTINGS) as line:
        assert await line.ask(kind) == SET[kind]


@pytest.mark.parametrize("kind", SET)
async def test_a_service_that_fails(edge, target, desk, kind):
    desk.answers[RPCS[kind]] = desk.fail
    async with edge(target, hooks=SETTINGS) as line:
        assert await line.ask(kind) == SET[kind]


@pytest.mark.parametrize("kind", SET)
async def test_a_service_that_is_slow_is_told_to_stop(edge, target, desk, kind):
    desk.answers[RPCS[kind]] = desk.sleep
    async with edge(target, hooks=SETTINGS, budget=0.5) as line:
        began = asyncio.get_running_loop().time()
        assert await line.ask(kind) == SET[kind]
        assert asyncio.get_running_loop().time() - began < TOO_LATE_SECONDS
        await asyncio.wait_for(desk.cancelled.wait(), 5)


@pytest.mark.parametrize("kind", SET)
async def test_a_service_that_answers_garbage(edge, kind):
    async with garbled() as target, edge(target, hooks=SETTINGS) as line:
        assert await line.ask(kind) == SET[kind]


async def test_a_service_that_is_taken_away_in_the_middle(edge, target, desk):
    desk.answers["SearchKnowledge"] = desk.sleep
    async with edge(target, budget=0.3) as line:
        asking = asyncio.create_task(line.ask("knowledge-base-request"))
        await asyncio.wait_for(desk.asked.wait(), 5)
        line.app.adopt(Config(credentials=(SECRET,), server=Server(budget=0.3)))
        assert await asyncio.wait_for(asking, 5) == {"documents": []}


async def test_a_service_that_has_too_much_to_do_is_not_asked_for_more(
    edge, target, desk
):
    desk.answers["SearchKnowledge"] = desk.sleep
    policies = Policies(concurrent=1, queue=0)
    async with edge(target, policies=policies) as line:
        asking = asyncio.create_task(line.ask("knowledge-base-request"))
        await asyncio.wait_for(desk.asked.wait(), 5)
        assert await line.ask("call.endpointing.request") == {"timeoutSeconds": 0.5}
        assert len(desk.requests) == 1
        asking.cancel()


async def test_what_a_service_says_of_its_failure_is_not_logged(edge, target, desk):
    desk.answers["CheckContact"] = desk.fail
    async with edge(target) as line:
        with capture_logs() as logged:
            await line.ask("campaign.predial", contact={"number": "+12025550142"})
    (entry,) = [entry for entry in logged if entry["event"] == "question"]
    assert entry["outcome"] == "INTERNAL"
    assert "broken" not in str(logged)
    assert "+12025550142" not in str(logged)


WRONG = [
    ("transfer-destination-request", ChooseTransferDestinationResponse()),
    *[
        (
            "transfer-destination-request",
            ChooseTransferDestinationResponse(destination=destination),
        )
        for destination in (
            Destination(),
            Destination(number="911"),
            Destination(number="+1 202 555 0199"),
            Destination(sip_uri="https://example.com"),
            Destination(assistant_name=""),
        )
    ],
    (
        "call.endpointing.request",
        ChooseTimeoutResponse(timeout=Duration(seconds=-1)),
    ),
    (
        "call.endpointing.request",
        ChooseTimeoutResponse(timeout=Duration(seconds=10**9)),
    ),
    ("assistant-request", ChooseAssistantResponse()),
    ("assistant-request", ChooseAssistantResponse(assistant_id="")),
    ("assistant-request", ChooseAssistantResponse(assistant=Struct())),
    ("assistant-request", ChooseAssistantResponse(error="")),
    (
        "assistant-request",
        ChooseAssistantResponse(destination=Destination(assistant_name="Billing")),
    ),
    (
        "handoff-destination-request",
        ChooseHandoffDestinationResponse(destination=HandoffDestination()),
    ),
]


@pytest.mark.parametrize(("kind", "response"), WRONG)
async def test_an_answer_that_vapi_would_not_understand(
    edge, target, desk, kind, response
):
    desk.answers[RPCS[kind]] = response
    async with edge(target, hooks=SETTINGS) as line:
        assert await line.ask(kind) == SET[kind]


FILE = """
name: Atlas
firstMessage: "Hello {{ who | default: 'there' }}, {{ plan }}."
"""


@pytest.fixture
def files(tmp_path):
    path = tmp_path / "atlas.yaml"
    path.write_text(FILE)
    return (Assistant(file=str(path), context={"who": "no_such_tool"}),)


async def test_the_files_answer_for_a_service_that_does_not(edge, target, desk, files):
    desk.answers["ChooseAssistant"] = desk.sleep
    async with edge(target, hooks=SETTINGS, assistants=files) as line:
        answer = await line.ask("assistant-request")
    assert answer["assistant"]["firstMessage"] == "Hello there, {{ plan }}."
    assert "assistantOverrides" not in answer


async def test_a_service_may_leave_it_to_the_files_and_know_more(
    edge, target, desk, files
):
    response = ChooseAssistantResponse()
    response.variable_values.update({"who": "Dana", "plan": "gold"})
    response.overrides.update({"maxDurationSeconds": 60})
    desk.answers["ChooseAssistant"] = response
    async with edge(target, assistants=files) as line:
        answer = await line.ask("assistant-request")
    assert answer["assistant"]["firstMessage"] == "Hello Dana, {{ plan }}."
    assert answer["assistantOverrides"] == {
        "maxDurationSeconds": 60,
        "variableValues": {"who": "Dana", "plan": "gold"},
    }


async def test_the_phone_and_the_library_have_limits_of_their_own(edge, target, desk):
    async def think(_):
        await asyncio.sleep(0.6)
        return ChooseAssistantResponse(assistant_id="a-1")

    desk.answers["ChooseAssistant"] = think
    async with edge(target, budget=0.3) as line:
        assert await line.ask("assistant-request") == {"assistantId": "a-1"}


async def test_a_service_without_reflection_is_asked_all_the_same(edge, desk):
    desk.answers["ChooseTimeout"] = ChooseTimeoutResponse(timeout=Duration(seconds=2))
    async with served(desk, reflected=False) as target, edge(target) as line:
        answer = await line.ask("call.endpointing.request")
    assert answer == {"timeoutSeconds": 2.0}


async def test_a_binding_that_cannot_be_meant_is_a_problem(edge, desk):
    async with served(desk, "TransferService") as target:
        hooks = Hooks(transfer="desk", knowledge="desk")
        async with edge(target, hooks=hooks) as line:
            _, body = await line.readiness()
    assert body["problems"] == [
        "desk: hooks.knowledge names it, but it serves no KnowledgeService"
    ]


async def test_a_service_of_hooks_alone_is_no_problem(edge, target):
    async with edge(target) as line:
        status, body = await line.readiness()
    unstored = ["desk: is brought no events without a [store]"]
    assert (status, body["problems"], body["missing"]) == (200, unstored, {})
