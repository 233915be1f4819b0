"""`edge serve` as an operator meets it."""

import signal
import threading
import time

import httpx
import msgspec
import pytest

from demo.processes import edge, edge_settings
from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall
from tests.cli.conftest import SECRET, ready


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
        assert answers[0].headers["connection"] == "close"
        assert process.wait() == 0


def test_a_signal_has_it_tell_what_is_under_way(config, probe):
    with edge(config, {"VAPI_WEBHOOK_SECRET": SECRET}) as process:
        ready(process.listening())
        body = PhoneCall().tool_calls([("a", "sleep", {"seconds": 1})])
        waiting = threading.Thread(target=post, args=(process.address, body))
        waiting.start()
        while "asked Sleep" not in probe.lines.get(timeout=10):
            pass
        during = told(process)
        waiting.join()
        after = told(process)
    assert (during["webhooks"], after["webhooks"]) == (1, 0)
    assert during["pid"] == process.pid
    assert during["running"]["RequestHandler.start"] == 1
    assert during["tasks"] == sum(during["running"].values()) > after["tasks"]


def told(process):
    """Return what an edge says that it has under way."""
    process.signal(signal.SIGUSR1)
    return await_event(process, "under way")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stop_while_it_starts_loses_no_line_of_the_log(tmp_path, workers):
    path = tmp_path / "edge.toml"
    nobody = '[store]\nurl = "nats://127.0.0.1:1"\n'
    path.write_text(edge_settings([], more=nobody))
    environ = {"VAPI_WEBHOOK_SECRET": SECRET}
    with edge(str(path), environ, workers=workers) as process:
        url = f"http://{process.listening()}/vapi/webhook"
        assert httpx.post(url, content=b"").status_code == 401
        assert process.stop() == 0
        assert process.logged("webhook refused")


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


@pytest.fixture
def settings_file(tmp_path, probe):
    """An edge.toml that a test may change while the edge runs."""
    path = tmp_path / "edge.toml"
    path.write_text(edge_settings([("probe", probe.address)]))
    return path


def await_event(process, event):
    (entry, *_) = entries(process, event, 1)
    return entry


def test_settings_that_change_while_the_edge_starts_are_adopted(settings_file):
    with edge(str(settings_file), {"VAPI_WEBHOOK_SECRET": SECRET}) as process:
        process.listening()
        settings_file.write_text(edge_settings([]))
        assert await_event(process, "settings adopted")["services"] == 0


@pytest.mark.parametrize("how", ["signal", "write", "replace"])
def test_changed_settings_are_adopted_without_a_restart(settings_file, tmp_path, how):
    with edge(str(settings_file), {"VAPI_WEBHOOK_SECRET": SECRET}) as process:
        ready(process.listening())
        changed = settings_file.read_text() + 'only = ["nod-silently"]\n'
        if how == "replace":
            (tmp_path / "new.toml").write_text(changed)
            (tmp_path / "new.toml").replace(settings_file)
        else:
            settings_file.write_text(changed)
        if how == "signal":
            process.signal(signal.SIGHUP)
        await_event(process, "settings adopted")
        ready(process.address)
        assert tools(process) == ["nod-silently"]


def tools(process):
    return httpx.get(f"http://{process.address}/readyz").json()["tools"]


def publish(folder, name, text):
    """Have a folder show a text as Kubernetes does: by one link that is replaced."""
    (folder / name).mkdir()
    (folder / name / "edge.toml").write_text(text)
    (folder / "..data_tmp").symlink_to(name)
    (folder / "..data_tmp").replace(folder / "..data")


def test_a_config_map_that_is_swapped_is_adopted(settings_file, tmp_path):
    folder = tmp_path / "config"
    folder.mkdir()
    publish(folder, "..2026_11_30_1", settings_file.read_text())
    (folder / "edge.toml").symlink_to("..data/edge.toml")
    environ = {"VAPI_WEBHOOK_SECRET": SECRET}
    with edge(str(folder / "edge.toml"), environ) as process:
        ready(process.listening())
        narrowed = settings_file.read_text() + 'only = ["nod-silently"]\n'
        publish(folder, "..2026_11_30_2", narrowed)
        await_event(process, "settings adopted")
        ready(process.address)
        assert tools(process) == ["nod-silently"]


@pytest.mark.parametrize(
    "text",
    ["[server", "[serve]\n", '[[assistants]]\nfile = "gone.md"\n', "x=" + "[" * 9999],
)
def test_broken_settings_leave_the_old_ones_in_force(settings_file, text):
    with edge(str(settings_file), {"VAPI_WEBHOOK_SECRET": SECRET}) as process:
        ready(process.listening())
        settings_file.write_text(text)
        refused = await_event(
            process, "settings not adopted, the old ones stay in force"
        )
        assert "edge.toml" in refused["why"] or "gone.md" in refused["why"]
        body = PhoneCall().tool_calls([("a", "nod-silently", {})])
        assert post(process.address, body).json()["results"][0]["result"] == "Done."


def test_settings_of_the_listener_want_a_restart(settings_file):
    with edge(str(settings_file), {"VAPI_WEBHOOK_SECRET": SECRET}) as process:
        ready(process.listening())
        settings_file.write_text("[server]\nport = 1\n")
        await_event(process, "other settings of [server] want a restart")
