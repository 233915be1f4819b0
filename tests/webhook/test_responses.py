"""Answers go out as HTTP has it, whatever becomes of the connection."""

import asyncio
import json
import time
from email.utils import parsedate_to_datetime

import pytest

from edge.vapi.auth import sign_headers
from tests.conftest import SECRET

PATIENCE_SECONDS = 10


async def exchange(line, *headers, version="HTTP/1.1", close=True):
    """Send one webhook over a connection of its own; return head lines and body.

    Unless the edge is to close it, the connection is asked once more.
    """
    server = line.client.server
    reader, writer = await asyncio.open_connection(server.host, server.port)
    body = line.phone.tool_calls([("call_1", "say_again", {"text": "hello"})])
    signed = sign_headers(SECRET, body, time.time())
    lines = [
        f"POST /vapi/webhook {version}",
        "Host: edge",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in signed.items()),
        *headers,
    ]
    request = "\r\n".join([*lines, "", ""]).encode() + body
    async with asyncio.timeout(PATIENCE_SECONDS):
        answers = []
        for _ in range(1 if close else 2):
            writer.write(request)
            answers.append(await answer(reader))
        if close:
            assert await reader.read() == b""
    writer.close()
    assert answers[0] == answers[-1]
    return answers[0]


async def answer(reader):
    """Read one answer; return its head's lines, but for the date, and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
    fields = dict(line.split(": ", 1) for line in head[1:])
    date = parsedate_to_datetime(fields.pop("Date"))
    assert abs(date.timestamp() - time.time()) < PATIENCE_SECONDS
    body = await reader.readexactly(int(fields["Content-Length"]))
    (result,) = json.loads(body)["results"]
    assert result["result"] == "hello"
    return head[0], fields


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


async def test_a_compressed_answer_is_never_sent_unasked(line):
    _, fields = await exchange(line, "Accept-Encoding: gzip, br", close=False)
    assert "Content-Encoding" not in fields
