"""Commands reach running calls, and nothing else."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace

from edge.config.control import Control
from edge.config.secrets import Secret
from edge.errors import Code, ConfigError, ControlFailed
from edge.vapi import commands
from edge.vapi.control import CallControl

SAY = commands.Say(content="One moment, please.")


@asynccontextmanager
async def control(settings):
    opened = CallControl(settings)
    yield opened
    await opened.close()


async def refusal(settings, url):
    async with control(settings) as opened:
        with pytest.raises(ControlFailed) as caught:
            await opened.send(Secret(url), SAY)
    assert url not in str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value.code


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (SAY, {"type": "say", "content": "One moment, please."}),
        (
            commands.Say(
                content="Bye.", end_call_after_spoken=True, interruptions_enabled=False
            ),
            {
                "type": "say",
                "content": "Bye.",
                "endCallAfterSpoken": True,
                "interruptionsEnabled": False,
            },
        ),
        (
            commands.AddMessage(
                message=commands.Turn(role="system", content="It is booked."),
                trigger_response_enabled=True,
            ),
            {
                "type": "add-message",
                "message": {"role": "system", "content": "It is booked."},
                "triggerResponseEnabled": True,
            },
        ),
        (
            commands.AppendContext(kind="thinking", content="A regular."),
            {"type": "append-context", "kind": "thinking", "content": "A regular."},
        ),
        (
            commands.Control(control="mute-assistant"),
            {"type": "control", "control": "mute-assistant"},
        ),
        (commands.EndCall(), {"type": "end-call"}),
        (
            commands.Transfer(
                destination={"type": "number", "number": "+12025550142"},
                content="I'll connect you.",
            ),
            {
                "type": "transfer",
                "destination": {"type": "number", "number": "+12025550142"},
                "content": "I'll connect you.",
            },
        ),
        (
            commands.HandOff(
                destination={"type": "assistant", "assistantName": "Billing"}
            ),
            {
                "type": "handoff",
                "destination": {"type": "assistant", "assistantName": "Billing"},
            },
        ),
        (
            commands.SendTransportMessage(
                message=commands.SipRequest(sip_verb="INFO", body="hold")
            ),
            {
                "type": "send-transport-message",
                "message": {"transport": "vapi.sip", "sipVerb": "INFO", "body": "hold"},
            },
        ),
        (
            commands.SendTransportMessage(message=commands.Twiml(twiml="<Response/>")),
            {
                "type": "send-transport-message",
                "message": {"transport": "twilio", "twiml": "<Response/>"},
            },
        ),
    ],
)
async def test_each_command_is_written_as_vapi_documents_it(vapi, command, written):
    async with control(vapi.settings) as opened:
        await opened.send(Secret(vapi.url), command)
    assert vapi.commands == [written]


async def test_connections_are_kept_for_the_next_command(vapi):
    async with control(vapi.settings) as opened:
        for _ in range(3):
            await opened.send(Secret(vapi.url), SAY)
        assert len(opened._session.connector._conns) == 1
    assert len(vapi.commands) == 3


async def test_the_public_key_is_shown_where_there_is_one(vapi):
    settings = replace(vapi.settings, public_key=Secret("pk-1"))
    async with control(settings) as opened:
        await opened.send(Secret(vapi.url), SAY)
    assert vapi.headers[0]["authorization"] == "Bearer pk-1"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (301, Code.UNAVAILABLE),
        (307, Code.UNAVAILABLE),
        (400, Code.INVALID_ARGUMENT),
        (401, Code.PERMISSION_DENIED),
        (403, Code.PERMISSION_DENIED),
        (404, Code.FAILED_PRECONDITION),
        (408, Code.UNAVAILABLE),
        (410, Code.FAILED_PRECONDITION),
        (422, Code.INVALID_ARGUMENT),
        (429, Code.RESOURCE_EXHAUSTED),
        (500, Code.UNAVAILABLE),
        (503, Code.UNAVAILABLE),
        (799, Code.UNAVAILABLE),
    ],
)
async def test_what_vapi_answers_becomes_a_code(vapi, status, code):
    vapi.status = status
    assert await refusal(vapi.settings, vapi.url) is code


async def test_a_redirect_is_not_followed(vapi):
    vapi.status, vapi.location = 308, vapi.url.replace("call-1", "call-2")
    assert await refusal(vapi.settings, vapi.url) is Code.UNAVAILABLE
    assert len(vapi.commands) == 1


async def test_silence_is_not_waited_for(vapi):
    vapi.silent = True
    settings = replace(vapi.settings, timeout=0.1)
    assert await refusal(settings, vapi.url) is Code.DEADLINE_EXCEEDED


async def test_a_connection_that_is_cut_leaves_it_open_what_was_taken():
    async def cut(reader, writer):
        await reader.read(1)
        writer.close()

    server = await asyncio.start_server(cut, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = Control(hosts=("localhost",), private=True, timeout=1.0)
    async with server:
        code = await refusal(settings, f"http://localhost:{port}/")
    assert code is Code.DEADLINE_EXCEEDED


async def test_an_address_that_is_private_is_never_connected_to(vapi):
    settings = replace(vapi.settings, private=False)
    assert await refusal(settings, vapi.url) is Code.UNAVAILABLE
    assert vapi.commands == []


async def test_a_host_that_is_not_vapis_is_not_even_resolved(vapi):
    settings = replace(vapi.settings, hosts=("vapi.ai",))
    assert await refusal(settings, vapi.url) is Code.UNAVAILABLE
    assert vapi.commands == []


async def test_a_certificate_nobody_vouches_for_is_refused(vapi):
    settings = replace(vapi.settings, ca="")
    assert await refusal(settings, vapi.url) is Code.UNAVAILABLE


async def test_a_file_that_vouches_for_nobody_is_a_mistake_in_the_settings(vapi):
    async with control(replace(vapi.settings, ca="/gone.pem")) as opened:
        with pytest.raises(ConfigError, match=r"gone\.pem"):
            await opened.send(Secret(vapi.url), SAY)
