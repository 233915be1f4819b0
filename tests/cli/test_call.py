"""`edge call` acts as Vapi."""

from pathlib import Path

import pytest

from demo.processes import edge
from tests.cli.conftest import SECRET

URL_SIGNED = """
[[credentials]]
kind = "hmac"
secret = "env:VAPI_WEBHOOK_SECRET"
payload_format = "{method} {url} {timestamp} {body}"
"""


@pytest.fixture
def call(edge_command, server, config):
    def run(*arguments, secret=SECRET):
        url = f"http://{server.address}/vapi/webhook"
        own = ("--config", config, "--url", url, "--secret", secret)
        return edge_command("call", *arguments, *own)

    return run


def test_prints_the_result_and_its_latency(call):
    status, out, _ = call("say_again", "text=Hello there.", "times=2")
    assert status == 0
    assert out.startswith("result in ")
    assert out.endswith(" ms: Hello there. Hello there.\n")


def test_takes_arguments_as_json(call):
    assert "a b" in call("say_again", "--json", '{"text": "a b"}')[1]


def test_calls_from_a_number(call):
    assert "+12025550142" in call("who_calls", "--caller", "+12025550142")[1]


def test_a_failed_service_is_an_exit_status(call):
    status, out, _ = call("fail", "code=14", "message=x")
    assert (status, out[:8]) == (1, "error in")


def test_a_wrong_secret_is_an_exit_status(call):
    status, _, err = call("say_again", "text=x", secret="wrong")
    assert (status, err) == (2, "HTTP 401: Unauthorized\n")


def test_the_configured_credential_signs(edge_command, server, config):
    url = f"http://{server.address}/vapi/webhook"
    own = ("--config", config, "--url", url)
    status, *_ = edge_command("call", "nod-silently", *own, VAPI_WEBHOOK_SECRET=SECRET)
    assert status == 0


@pytest.mark.parametrize("public", ["", "https://voice.example/edge/"])
def test_a_signed_url_is_the_one_that_vapi_knows(
    edge_command, config, tmp_path, public
):
    path = tmp_path / "edge.toml"
    public_url = f'port = 0\npublic_url = "{public}"'
    text = Path(config).read_text().replace("port = 0", public_url)
    path.write_text(text + URL_SIGNED)
    environ = {"VAPI_WEBHOOK_SECRET": SECRET}
    with edge(str(path), environ) as process:
        url = f"http://{process.listening()}/vapi/webhook"
        options = ("--config", str(path), "--url", url)
        status, out, _ = edge_command("call", "nod-silently", *options, **environ)
    assert status != 2, out


def test_without_any_secret_nothing_is_signed(edge_command, server, config):
    url = f"http://{server.address}/vapi/webhook"
    assert edge_command("call", "x", "--config", config, "--url", url)[0] == 2


@pytest.mark.parametrize("arguments", [["text"], ["--json", "{"], ["--json", "[]"]])
def test_arguments_that_are_none_are_refused(call, arguments):
    status, _, err = call("say_again", *arguments)
    assert status == 2
    assert err.startswith("edge: ")


def test_nobody_listening_is_said(edge_command, tmp_path):
    path = tmp_path / "edge.toml"
    path.write_text("[server]\nport = 1\n")
    status, _, err = edge_command("call", "x", "--config", str(path))
    assert status == 2
    assert "nobody answers" in err
