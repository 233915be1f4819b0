"""Answers go out as HTTP has it, whatever becomes of the connection."""

import asyncio
import json
import time
from email.utils import parsedate_to_datetime

import pytest

from edge.vapi.auth import sign_headers
from tests.conftest import SECRET

PATIENCE_SECONDS = 10


async def connect(line):
    """Open a connection to the edge."""
    server = line.client.server
    return await asyncio.open_connection(server.host, server.port)


def request(line, *headers, version="HTTP/1.1", tool="say_again", text="hello"):
    """Return one webhook as it goes over the wire."""
    arguments = {"seconds": 30} if text is None else {"text": text}
    body = line.phone.tool_calls([(f"call_{text}", tool, arguments)])
    signed = sign_headers(SECRET, body, time.time())
    lines = [
        f"POST /vapi/webhook {version}",
        "Host: edge",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in signed.items()),
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def exchange(line, *headers, version="HTTP/1.1", close=True):
    """Send one webhook over a connection of its own; return status line and fields.

    Unless the edge is to close it, the connection is asked once more.
    """
    reader, writer = await connect(line)
    sent = request(line, *headers, version=version)
    async with asyncio.timeout(PATIENCE_SECONDS):
        answers = []
        for _ in range(1 if close else 2):
            writer.write(sent)
            answers.append(await answer(reader))
        if close:
            assert await reader.read() == b""
    writer.close()
    assert answers[0] == answers[-1]
    return answers[0][:2]


async def answer(reader):
    """Read one answer; return its status line, fields but the date, and the result."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
    fields = dict(line.split(": ", 1) for line in head[1:])
    date = parsedate_to_datetime(fields.pop("Date"))
    assert abs(date.timestamp() - time.time()) < PATIENCE_SECONDS
    body = await reader.readexactly(int(fields["Content-Length"]))
    (result,) = json.loads(body)["results"]
    return head[0], fields, result["result"]


async def test_an_answer_over_a_connection_that_is_kept_says_what_it_is(line):
    status, fields = await exchange(line, close=False)
    assert status == "HTTP/1.1 200 OK"
    assert fields["Content-Type"] == "application/json"
    assert fields.keys() == {"Content-Type", "Content-Length", "Server"}


@pytest.mark.parametrize(
    ("headers", "version", "says"),
    [
        (("Connection: close",), "HTTP/1.1", "close"),
        ((), "HTTP/1.0", None),
    ],
)
async def test_an_answer_after_which_the_connection_ends(line, headers, version, says):
    status, fields = await exchange(line, *headers, version=version)
    assert status.endswith(" 200 OK")
    assert fields.get("Connection") == says


async def test_an_old_client_that_asks_for_it_keeps_its_connection(line):
    _, fields = await exchange(
        line, "Connection: keep-alive", version="HTTP/1.0", close=False
    )
    assert fields["Connection"] == "keep-alive"


async def test_two_webhooks_sent_at_once_are_answered_one_after_the_other(line):
    reader, writer = await connect(line)
    writer.write(request(line, text="one") + request(line, text="two"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert (await answer(reader))[2] == "one"
        assert (await answer(reader))[2] == "two"
    writer.close()


async def test_a_body_in_pieces_is_a_body(line):
    reader, writer = await connect(line)
    whole = request(line)
    for start in range(0, len(whole), 200):
        writer.write(whole[start : start + 200])
        await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert (await answer(reader))[2] == "hello"
    writer.close()


async def test_a_caller_that_is_gone_disturbs_nobody(line, probe):
    _, writer = await connect(line)
    writer.write(request(line, tool="sleep", text=None))
    await probe.asked.wait()
    writer.transport.abort()
    probe.alarm.set()
    assert (await line.call("say_again", text="hello"))["result"] == "hello"
