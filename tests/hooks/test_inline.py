"""Assistants that a service makes for one call: whole, and nobody else's."""

import pytest
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from protophone.v1.assistant_pb2 import ChooseAssistantResponse
from protophone.v1.transfer_pb2 import (
    ChooseHandoffDestinationResponse,
    HandoffDestination,
)

from edge.config.credentials import Hmac
from edge.config.hooks import Hooks
from edge.config.secrets import Secret
from edge.config.settings import Assistant, Server, Service
from edge.vapi import assistants
from tests.conftest import SECRET, lifted, settings

HERE = "https://edge.example/vapi/webhook"
ATLAS = {"name": "Atlas", "model": {"provider": "openai", "toolIds": ["say-again"]}}
MALLORY = {"name": "Mallory"}
CLERK = Hmac(
    secret=Secret(SECRET.secret.value), assistants=("Atlas", "a-1", "s-1"), tools=()
)


def struct(**members):
    return ParseDict(members, Struct())


def squad(*members):
    return ChooseAssistantResponse(squad=struct(members=list(members)))


@pytest.fixture
def ask(desk, target, probe, tmp_path):
    """Return what asks an edge a question that the desk answers as given."""
    services = (
        Service(name="desk", target=target),
        Service(name="probe", target=probe.target),
    )

    async def ask(rpc, response, kind="assistant-request", **changes):
        desk.answers[rpc] = response
        config = settings(
            tmp_path,
            services=services,
            hooks=Hooks(assistant="desk", transfer="desk"),
            server=Server(public_url="https://edge.example"),
            **changes,
        )
        async with lifted(config) as line:
            return await line.say(line.phone.message(kind))

    return ask


def is_whole(assistant):
    (tool,) = assistant["model"]["tools"]
    told = assistant["server"]["url"] == HERE
    return told and tool["function"]["name"] == "say_again"


async def test_an_assistant_is_given_tools_and_told_of_this_server(ask):
    made = ChooseAssistantResponse(assistant=struct(**ATLAS))
    assert is_whole((await ask("ChooseAssistant", made))["assistant"])


async def test_each_member_of_a_squad_is_whole_wherever_it_lies(ask):
    route = {"type": "assistant", "assistant": ATLAS}
    member = {"assistant": ATLAS, "assistantDestinations": [route]}
    made = squad(member, {"assistantId": "a-2"})
    one, two = (await ask("ChooseAssistant", made))["squad"]["members"]
    assert is_whole(one["assistant"])
    assert is_whole(one["assistantDestinations"][0]["assistant"])
    assert two == {"assistantId": "a-2"}


async def test_a_workflow_is_told_of_this_server(ask):
    made = ChooseAssistantResponse(workflow=struct(name="Intake"))
    answer = await ask("ChooseAssistant", made)
    assert answer["workflow"]["server"]["url"] == HERE


async def test_one_who_takes_over_is_whole(ask):
    made = ChooseHandoffDestinationResponse(
        destination=HandoffDestination(assistant=struct(**ATLAS))
    )
    kind = "handoff-destination-request"
    answer = await ask("ChooseHandoffDestination", made, kind)
    assert is_whole(answer["destination"]["assistant"])


@pytest.mark.parametrize(
    "model",
    [
        "gpt-4.1",
        {"toolIds": 3},
        {"toolIds": "say_again"},
        {"toolIds": ["say_again"], "tools": 3},
        {"toolIds": {"say_again": True}, "tools": {"type": "endCall"}},
    ],
)
async def test_a_model_of_any_shape_gets_an_answer(ask, model):
    made = ChooseAssistantResponse(assistant=struct(name="Atlas", model=model))
    assert (await ask("ChooseAssistant", made))["assistant"]["name"] == "Atlas"


@pytest.mark.parametrize("variables", ["x", None, 3, ["x"]])
async def test_variables_that_are_none_do_not_keep_the_phone_ringing(ask, variables):
    said = ChooseAssistantResponse(overrides=struct(variableValues=variables))
    entries = (Assistant(id="a-1"),)
    answer = await ask("ChooseAssistant", said, assistants=entries)
    assert answer == {"assistantId": "a-1"}


@pytest.mark.parametrize(
    "chosen",
    [
        ChooseAssistantResponse(assistant_id="a-2"),
        ChooseAssistantResponse(assistant=struct(**MALLORY)),
        ChooseAssistantResponse(assistant=struct(firstMessage="Nameless.")),
        ChooseAssistantResponse(squad_id="s-2"),
        squad({"assistantId": "a-1"}, {"assistant": MALLORY}),
        squad(
            {"assistantId": "a-1", "assistantDestinations": [{"assistantId": "a-2"}]}
        ),
    ],
)
async def test_a_credential_is_answered_with_no_assistant_but_its_own(ask, chosen):
    answer = await ask("ChooseAssistant", chosen, credentials=(CLERK,))
    assert answer == {"error": assistants.NOT_NOW}


@pytest.mark.parametrize(
    ("chosen", "key"),
    [
        (ChooseAssistantResponse(assistant_id="a-1"), "assistantId"),
        (ChooseAssistantResponse(assistant=struct(**ATLAS)), "assistant"),
        (ChooseAssistantResponse(squad_id="s-1"), "squadId"),
        (squad({"assistantId": "a-1"}, {"assistant": ATLAS}), "squad"),
        (ChooseAssistantResponse(error="We are closed."), "error"),
    ],
)
async def test_a_credential_is_answered_with_its_own_assistants(ask, chosen, key):
    assert key in await ask("ChooseAssistant", chosen, credentials=(CLERK,))
