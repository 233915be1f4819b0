"""Who gets in, and what is no message."""

import asyncio
import socket
import time

import pytest

from edge.config.settings import Server
from edge.vapi.auth import sign_headers
from tests.conftest import SECRET, lifted, settings


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-signature": "00" * 32, "x-timestamp": "1764000000"},
        {"x-signature": "not hex", "x-timestamp": "now"},
        {"authorization": "Bearer something"},
    ],
)
async def test_what_is_not_signed_is_refused_and_not_parsed(line, headers):
    response = await line.post(b"not even JSON", headers=headers)
    assert response.status == 401
    assert await response.text() == "Unauthorized"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[]", b"{}", b'{"message": null}', b'{"message": {}}']
)
async def test_what_is_no_message_is_refused_in_one_plain_sentence(line, body):
    response = await line.post(body)
    assert response.status == 400
    assert (await response.text()).count(".") == 1


async def test_a_body_over_the_limit_is_refused(probe, tmp_path):
    config = settings(tmp_path, probe.target, server=Server(max_body=2000))
    async with lifted(config) as line:
        assert (await line.post(b"x" * 2001)).status == 413
        assert (await line.post(b"x" * 2000)).status == 400


async def test_nothing_but_post_is_taken(line):
    assert (await line.client.get("/vapi/webhook")).status == 405


async def test_the_path_is_as_configured(probe, tmp_path):
    config = settings(tmp_path, probe.target, server=Server(path="/hook"))
    async with lifted(config) as line:
        body = line.phone.message("hang")
        assert (await line.post(body, path="/hook")).status == 200
        assert (await line.post(body)).status == 404


@pytest.mark.parametrize(
    "kind",
    [
        "status-update",
        "end-of-call-report",
        "conversation-update",
        'transcript[transcriptType="final"]',
        "hang",
        "a.kind.nobody.knows",
    ],
)
async def test_every_other_message_is_acknowledged_at_once(line, kind):
    assert await line.say(line.phone.message(kind)) == {}


async def test_an_answer_says_it_is_json(line):
    response = await line.post(line.phone.message("hang"))
    assert response.content_type == "application/json"


async def test_anybody_gets_in_only_where_no_credential_is_configured(probe, tmp_path):
    async with lifted(settings(tmp_path, probe.target, credentials=())) as line:
        response = await line.post(line.phone.message("hang"), headers={})
        assert response.status == 200


async def test_a_caller_who_hangs_up_early_disturbs_nobody(line, probe):
    body = line.phone.tool_calls([("a", "sleep", {"seconds": 5})])
    headers = sign_headers(SECRET, body, time.time())
    waiting = asyncio.create_task(line.post(body, headers))
    await asyncio.wait_for(probe.asked.wait(), 5)
    waiting.cancel()
    assert (await line.call("say_again", text="x"))["result"] == "x"


async def test_the_edge_says_it_is_alive(line):
    assert await (await line.client.get("/healthz")).json() == {"status": "alive"}


async def test_the_edge_is_not_ready_before_every_service_was_tried(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        target = f"127.0.0.1:{silent.getsockname()[1]}"
        async with lifted(settings(tmp_path, target), ready=False) as line:
            status, body = await line.readiness()
    assert (status, body["status"]) == (503, "starting")
    assert body["missing"] == {"probe": "not tried yet"}


async def test_a_draining_edge_is_not_ready(line):
    line.health.draining = True
    status, body = await line.readiness()
    assert (status, body["status"]) == (503, "draining")
