"""A service acts on the calls that have used its tools, and on no others."""

import asyncio

import pytest
from protophone.v1 import call_control_pb2 as pb
from protophone.v1.call_pb2 import Destination, TransferPlan
from protophone.v1.transfer_pb2 import HandoffDestination

from edge.vapi.phone import PhoneCall
from tests.control.conftest import TOKENS


@pytest.fixture
async def phone(line, vapi):
    """A call that has used a tool of the probe."""
    phone = PhoneCall(control_url=vapi.url)
    await line.call("nod-silently", phone)
    return phone


@pytest.mark.parametrize(
    ("rpc", "fields", "command"),
    [
        ("Say", {"content": "Hello."}, {"type": "say", "content": "Hello."}),
        (
            "Say",
            {
                "content": "Bye.",
                "end_call_after_spoken": True,
                "interruptions_enabled": False,
                "interrupt_assistant_enabled": True,
            },
            {
                "type": "say",
                "content": "Bye.",
                "endCallAfterSpoken": True,
                "interruptionsEnabled": False,
                "interruptAssistantEnabled": True,
            },
        ),
        (
            "AddMessage",
            {"content": "It is paid."},
            {
                "type": "add-message",
                "message": {"role": "system", "content": "It is paid."},
            },
        ),
        (
            "AddMessage",
            {
                "role": pb.ROLE_USER,
                "content": "And?",
                "trigger_response_enabled": False,
            },
            {
                "type": "add-message",
                "message": {"role": "user", "content": "And?"},
                "triggerResponseEnabled": False,
            },
        ),
        (
            "AppendContext",
            {"kind": pb.CONTEXT_KIND_INSTRUCTIONS, "content": "Be brief."},
            {"type": "append-context", "kind": "instructions", "content": "Be brief."},
        ),
        (
            "Control",
            {"command": pb.COMMAND_UNMUTE_CUSTOMER},
            {"type": "control", "control": "unmute-customer"},
        ),
        ("EndCall", {}, {"type": "end-call"}),
        (
            "Transfer",
            {
                "destination": Destination(
                    number="+12025550142",
                    extension="7",
                    message="",
                    transfer_plan=TransferPlan(mode="blind-transfer"),
                ),
                "content": "I'll connect you.",
            },
            {
                "type": "transfer",
                "destination": {
                    "type": "number",
                    "number": "+12025550142",
                    "extension": "7",
                    "message": "",
                    "transferPlan": {"mode": "blind-transfer"},
                },
                "content": "I'll connect you.",
            },
        ),
        (
            "HandOff",
            {"destination": HandoffDestination(assistant_name="Billing")},
            {
                "type": "handoff",
                "destination": {"type": "assistant", "assistantName": "Billing"},
            },
        ),
        (
            "SendTransportMessage",
            {"sip": pb.SipMessage(verb="INFO", headers={"x-a": "1"}, body="hold")},
            {
                "type": "send-transport-message",
                "message": {
                    "transport": "vapi.sip",
                    "sipVerb": "INFO",
                    "headers": {"x-a": "1"},
                    "body": "hold",
                },
            },
        ),
        (
            "SendTransportMessage",
            {"twiml": "<Response/>"},
            {
                "type": "send-transport-message",
                "message": {"transport": "twilio", "twiml": "<Response/>"},
            },
        ),
    ],
)
async def test_each_rpc_is_a_command(  # noqa: PLR0917  pytest names them
    caller, phone, vapi, rpc, fields, command
):
    await caller(rpc, call_id=phone.id, **fields)
    assert vapi.commands == [command]


@pytest.mark.parametrize(
    ("rpc", "fields"),
    [
        ("Say", {}),
        ("Say", {"content": " \n"}),
        ("AddMessage", {"content": "x", "role": 77}),
        ("AppendContext", {"content": "x", "kind": 77}),
        ("Control", {}),
        ("Control", {"command": 77}),
        ("Transfer", {}),
        ("Transfer", {"destination": Destination(assistant_name="Billing")}),
        ("HandOff", {}),
        ("SendTransportMessage", {}),
        ("SendTransportMessage", {"sip": pb.SipMessage(verb="BYE")}),
    ],
)
async def test_what_makes_no_command_is_refused(caller, phone, vapi, rpc, fields):
    assert await caller.code(rpc, call_id=phone.id, **fields) == "INVALID_ARGUMENT"
    assert vapi.commands == []


@pytest.mark.parametrize("token", ["", "wrong", TOKENS["probe"].value + "x", "~"])
async def test_a_stranger_is_told_nothing(caller, phone, vapi, token):
    assert await caller.code("EndCall", call_id=phone.id, token=token) == (
        "UNAUTHENTICATED"
    )
    assert vapi.commands == []


async def test_another_service_cannot_tell_a_foreign_call_from_none(caller, phone):
    token = TOKENS["probe-2"].value
    for call_id in (phone.id, "no such call", ""):
        assert await caller.code("EndCall", call_id=call_id, token=token) == (
            "NOT_FOUND"
        )


async def test_a_tool_may_speak_while_it_runs(line, caller, vapi, probe):
    phone = PhoneCall(control_url=vapi.url)
    running = asyncio.create_task(line.call("sleep", phone, seconds=0.5))
    await probe.asked.wait()
    await caller("Say", call_id=phone.id, content="One moment.")
    assert vapi.commands == [{"type": "say", "content": "One moment."}]
    assert (await running)["result"] == "I am awake."


async def test_a_call_that_was_reported_to_have_ended_has(line, caller, phone, vapi):
    await line.say(phone.end_of_call_report())
    assert await caller.code("EndCall", call_id=phone.id) == "FAILED_PRECONDITION"
    assert vapi.commands == []


async def test_a_call_of_which_no_tool_exists_cannot_be_acted_on(line, caller, vapi):
    phone = PhoneCall(control_url=vapi.url)
    await line.call("no_such_tool", phone)
    assert await caller.code("EndCall", call_id=phone.id) == "NOT_FOUND"


@pytest.mark.parametrize(
    "url", ["https://example.com/control", "https://127.0.0.1/control", 7, None]
)
async def test_a_webhook_cannot_name_another_place(line, caller, vapi, url):
    phone = PhoneCall(control_url=url or "")
    result = await line.call("nod-silently", phone)
    assert result["result"] == "Done."
    assert await caller.code("EndCall", call_id=phone.id) == "FAILED_PRECONDITION"


async def test_too_large_a_command_is_refused(caller, phone, vapi):
    code = await caller.code("Say", call_id=phone.id, content="x" * (1 << 20))
    assert code == "RESOURCE_EXHAUSTED"
