"""Whatever secrets a webhook carries, no sink of the edge shows them."""

import asyncio
import time

import httpx
import msgspec
import pytest

from demo.processes import edge
from edge.config.credentials import Hmac
from edge.config.hooks import KINDS
from edge.config.secrets import Secret
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall
from tests.hooks.desk import Desk, served

PLANTED = "pl4nted"
SAID = "4rgument"
"""What a model says to a tool: the tool's to know, not the log's."""

FREE = {"arguments", "parameters", "variableValues", "metadata"}
"""What a message says to services on purpose."""

SECRETS = {
    "secret": PLANTED,
    "serverUrlSecret": PLANTED,
    "server": {
        "url": f"https://{PLANTED}.example/?jwt=eyJhbGciOi.{PLANTED}.x",
        "secret": PLANTED,
        "headers": {"Authorization": f"Bearer {PLANTED}"},
    },
    "twilioAccountSid": PLANTED,
    "twilioAuthToken": PLANTED,
    "apiKey": PLANTED,
    "privateKey": f"-----BEGIN PRIVATE KEY-----\n{PLANTED}",
    "authorization": PLANTED,
    "credentials": [{"provider": "custom-llm", "apiKey": PLANTED}],
    "credentialId": PLANTED,
    "monitor": {
        "controlUrl": f"https://phone-call.vapi.ai/{PLANTED}/control",
        "listenUrl": f"wss://phone-call.vapi.ai/{PLANTED}/listen",
    },
    "transport": {"sip": {"raw": f"INVITE sip:{PLANTED}@x"}},
    "recordingUrl": f"https://storage.vapi.ai/x.wav?X-Amz-Signature={PLANTED}",
}

KINDS_OF_MESSAGE = [
    "assistant-request",
    "function-call",
    "transfer-destination-request",
    "handoff-destination-request",
    "knowledge-base-request",
    "call.endpointing.request",
    "voice-request",
    "campaign.predial",
    "status-update",
    "end-of-call-report",
    "conversation-update",
    "transcript",
    'transcript[transcriptType="final"]',
    "speech-update",
    "assistant.started",
    "assistant.speechStarted",
    "model-output",
    "user-interrupted",
    "voice-input",
    "language-changed",
    "language-change-detected",
    "hang",
    "transfer-update",
    "phone-call-control",
    "chat.created",
    "chat.deleted",
    "session.created",
    "session.updated",
    "session.deleted",
    "call.deleted",
    "call.delete.failed",
    "call.artifact.upload",
    "of.years.to.come",
]

CALLS = [
    ("a", "say_again", {"text": SAID}),
    ("b", "say_again", {"tekst": SAID}),
    ("c", "fail", {"code": 13, "message": SAID}),
    ("d", "fail", {"code": 3, "message": SAID}),
    ("e", "garble", {}),
    ("f", "sleep", {"seconds": 5}),
    ("g", "nobody_offers_this", {"text": SAID}),
    ("h", "who_calls", {}),
]


def planted(tree):
    """Return a message with every secret in every object of it."""
    if isinstance(tree, list):
        return [planted(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    inner = {k: v if k in FREE else planted(v) for k, v in tree.items()}
    return SECRETS | inner


def poisoned(body):
    return msgspec.json.encode(planted(msgspec.json.decode(body)))


def bodies():
    call = PhoneCall(turns=2)
    yield from (poisoned(call.message(kind)) for kind in KINDS_OF_MESSAGE)
    yield poisoned(call.tool_calls(CALLS))
    yield poisoned(call.end_of_call_report())
    yield poisoned(call.message("tool-calls", toolCallList=[{"arguments": PLANTED}]))


def misshapen():
    """Yield what is no message, or one of the wrong types."""
    secret = SECRETS | {"x": [SECRETS]}
    for wrong in (secret, [secret], PLANTED, {"message": PLANTED}):
        yield msgspec.json.encode(wrong)
    for field in ("type", "call", "customer", "assistant", "toolCallList", "artifact"):
        for wrong in (secret, [secret], PLANTED):
            if field != "type" or wrong is not PLANTED:
                message = {"type": "tool-calls", field: wrong}
                yield msgspec.json.encode({"message": message})
    whole = poisoned(PhoneCall(turns=1).message("hang"))
    yield whole[:-2]
    yield whole.replace(b'"type"', b'"type\xff"')


def strangers():
    """Yield headers that no credential verifies."""
    yield {"x-signature": PLANTED, "x-timestamp": PLANTED}
    yield {"x-signature": "ab", "x-timestamp": PLANTED}
    yield {"authorization": f"Bearer {PLANTED}", "cookie": PLANTED}
    yield {"authorization": f"Bearer eyJhbGciOiJub25lIn0.{PLANTED}.x"}


SETTINGS = """
[server]
port = 0
budget = 0.5
[[credentials]]
kind = "hmac"
secret = "env:OWN_SECRET"
[[credentials]]
kind = "bearer"
secret = "env:OWN_TOKEN"
[[services]]
name = "probe"
target = "{probe}"
[[services]]
name = "desk"
target = "{desk}"
[hooks]
{hooks}
[store]
data = "{data}"
"""

OWN = {"OWN_SECRET": "0wn-secret-of-the-edge", "OWN_TOKEN": "0wn-token-of-the-edge"}
SIGNED = Hmac(secret=Secret(OWN["OWN_SECRET"]))


PATH = "/vapi/webhook"


class Sinks:
    """An edge with everything behind it that it can have, and all that comes out."""

    def __init__(self, process, client, services):
        self._process, self._client, self._services = process, client, services
        self._answers = []

    async def send(self, body, headers=None):
        """Deliver a webhook as Vapi would, or with the headers of a stranger."""
        signed = sign_headers(SIGNED, body, time.time()) if headers is None else headers
        response = await self._client.post(
            "/vapi/webhook", content=body, headers=signed
        )
        self._answers.append((response.status_code, response.headers, response.content))

    async def write(self, data):
        """Send bytes that may be no HTTP, and read what comes back."""
        reader, writer = await asyncio.open_connection(
            *self._process.address.split(":")
        )
        writer.write(data)
        writer.write_eof()
        self._answers.append(await reader.read())
        writer.close()
        await writer.wait_closed()

    async def shown(self):
        """Stop the edge, and return what it showed in each of its sinks."""
        self._answers.append((await self._client.get("/readyz")).content)
        await asyncio.to_thread(self._process.stop)
        return {
            "log": "".join(self._process.lines.queue),
            "answers": repr(self._answers),
            "requests": repr([each.requests for each in self._services]),
            "metadata": repr([each.metadata for each in self._services]),
        }


@pytest.fixture
async def sinks(probe, tmp_path):
    """A running edge; when it has stopped, no file of it may show a secret either."""
    desk, path = Desk(), tmp_path / "edge.toml"
    async with served(desk) as target:
        hooks = "\n".join(f'{kind} = "desk"' for kind in KINDS)
        places = {"probe": probe.target, "desk": target, "data": tmp_path / "data"}
        path.write_text(SETTINGS.format(hooks=hooks, **places))
        with edge(str(path), OWN) as process:
            address = await asyncio.to_thread(process.listening)
            async with httpx.AsyncClient(base_url=f"http://{address}") as client:
                await ready(client)
                yield Sinks(process, client, (probe, desk))
    for file in (tmp_path / "data").rglob("*"):
        assert not file.is_file() or PLANTED.encode() not in file.read_bytes(), file


async def ready(client):
    """Wait until the edge has tried every service."""
    end = time.monotonic() + 10
    while (await client.get("/readyz")).status_code != 200:
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def test_no_sink_shows_a_secret_that_a_message_carries(sinks):
    for body in bodies():
        await sinks.send(body)
    shown = await sinks.shown()
    assert [sink for sink, text in shown.items() if PLANTED in text] == []
    assert SAID not in shown["log"]
    assert "tool call" in shown["log"]
    assert SAID in shown["requests"]


async def test_no_sink_shows_what_is_not_of_the_shape_it_should_be(sinks):
    for body in misshapen():
        await sinks.send(body)
    shown = await sinks.shown()
    assert [sink for sink, text in shown.items() if PLANTED in text] == []


async def test_no_sink_shows_what_strangers_send(sinks):
    for headers in strangers():
        for body in (b"", PLANTED.encode(), poisoned(PhoneCall().message("hang"))):
            await sinks.send(body, headers)
    shown = await sinks.shown()
    assert [sink for sink, text in shown.items() if PLANTED in text] == []
    assert "webhook refused" in shown["log"]


@pytest.mark.parametrize(
    "data",
    [
        f"POST {PATH} {PLANTED}\r\n\r\n",
        f"{PLANTED}\r\n\r\n",
        f"POST /{PLANTED}?{PLANTED} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
        f"POST {PATH} HTTP/1.1\r\nhost: x\r\n{PLANTED}\r\n\r\n",
        f"POST {PATH} HTTP/1.1\r\nhost: x\r\nx y: {PLANTED}\r\n\r\n",
        f"POST {PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: {PLANTED}\r\n\r\n",
        f"POST {PATH} HTTP/1.1\r\nx: {'x' * 9000}{PLANTED}\r\n\r\n",
    ],
)
async def test_no_log_shows_what_is_no_http(sinks, data):
    await sinks.write(data.encode())
    assert PLANTED not in (await sinks.shown())["log"]


async def test_no_sink_shows_the_edges_own_secrets(sinks):
    await sinks.send(PhoneCall().message("hang"))
    await sinks.send(b"garbage")
    await sinks.send(b"", {"authorization": "Bearer wrong"})
    shown = await sinks.shown()
    assert [
        s for s, text in shown.items() if any(o in text for o in OWN.values())
    ] == []
