"""`edge serve` as an operator meets it."""

import signal
import threading
import time

import httpx
import msgspec
import pytest

from demo.processes import edge
from edge.config.secrets import Secret
from edge.config.settings import Hmac
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall
from tests.cli.conftest import SECRET


def post(address, body, seconds=10):
    headers = sign_headers(Hmac(secret=Secret(SECRET)), body, time.time())
    url = f"http://{address}/vapi/webhook"
    return httpx.post(url, content=body, headers=headers, timeout=seconds)


def test_a_bad_file_exits_2_before_listening(edge_command, tmp_path):
    path = tmp_path / "edge.toml"
    path.write_text("[server]\nport = 'x'\n")
    status, out, err = edge_command("serve", "--config", str(path))
    assert (status, out) == (2, "")
    assert "edge.toml: server.port: Expected `int`, got `str`" in err


def test_without_a_credential_it_does_not_start(edge_command, config):
    status, _, err = edge_command("serve", "--config", config)
    assert status == 2
    assert "--insecure" in err


def test_check_says_what_the_settings_say(edge_command, config):
    status, out, _ = edge_command(
        "serve", "--check", "--config", config, VAPI_WEBHOOK_SECRET="s"
    )
    assert status == 0
    assert "3 credentials, 1 services, 0 assistants" in out


def test_check_refuses_an_assistant_that_is_not_there(edge_command, tmp_path):
    path = tmp_path / "edge.toml"
    path.write_text('[[assistants]]\nfile = "gone.md"\n')
    status, _, err = edge_command(
        "serve", "--check", "--config", str(path), VAPI_WEBHOOK_SECRET="s"
    )
    assert status == 2
    assert "gone.md" in err


def test_insecure_says_so_loudly_and_listens_on_loopback_alone(tmp_path):
    path = tmp_path / "edge.toml"
    path.write_text('[server]\nhost = "0.0.0.0"\nport = 0\n')
    process = edge(str(path), {})
    process.command = [*process.command, "--insecure"]
    with process:
        assert process.listening().startswith("127.0.0.1:")
        response = httpx.post(
            f"http://{process.address}/vapi/webhook",
            content=PhoneCall().message("hang"),
        )
        assert response.status_code == 200


def test_a_port_that_is_taken_is_said(server, tmp_path):
    port = server.address.rpartition(":")[2]
    path = tmp_path / "edge.toml"
    path.write_text(f"[server]\nport = {port}\n")
    with (
        edge(str(path), {"VAPI_WEBHOOK_SECRET": SECRET}) as process,
        pytest.raises(RuntimeError, match="cannot listen"),
    ):
        process.listening()
    assert process.stop() == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_running_call_is_finished_before_it_stops(config, probe, number):
    with edge(config, {"VAPI_WEBHOOK_SECRET": SECRET}) as process:
        address = process.listening()
        ready(address)
        answers = []
        body = PhoneCall().tool_calls([("a", "sleep", {"seconds": 1})])
        waiting = threading.Thread(target=lambda: answers.append(post(address, body)))
        waiting.start()
        while "asked Sleep" not in probe.lines.get(timeout=10):
            pass
        process.signal(number)
        waiting.join(10)
        assert answers[0].json()["results"][0]["result"] == "I am awake."
        assert process.stop() == 0


def ready(address):
    end = time.monotonic() + 10
    while httpx.get(f"http://{address}/readyz").status_code != 200:
        assert time.monotonic() < end


def test_every_log_line_is_json_and_tells_no_secrets(server):
    body = PhoneCall().tool_calls(
        [("a", "say_again", {"text": "my PIN is 4711"}), ("b", "fail", {"code": 13})]
    )
    post(server.address, body)
    (first, second) = entries(server, "tool call", 2)
    assert first["tool"] == "say_again"
    assert first["service"] == "probe"
    assert first["outcome"] == "OK"
    assert first["ms"] > 0
    assert first["call_id"]
    assert second["outcome"] == "INTERNAL"
    assert b"4711" not in msgspec.json.encode([first, second])


def entries(process, event, count):
    found = []
    end = time.monotonic() + 5
    while len(found) < count and time.monotonic() < end:
        found += process.logged(event)
        time.sleep(0.02)
    return found
