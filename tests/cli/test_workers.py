"""`edge serve --workers`: what dies is replaced, who waits is answered."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from demo.processes import edge, edge_settings
from edge.vapi.phone import PhoneCall
from edge.workers.cores import cores
from tests.cli.conftest import SECRET, ready
from tests.cli.test_serve import await_event, entries, post

COUNT = 2
PATIENCE_SECONDS = 15
TELLING = [("a", "nod-silently", {})]


@pytest.fixture
def settings_file(tmp_path, probe):
    """An edge.toml that a test may change while the edge runs."""
    path = tmp_path / "edge.toml"
    path.write_text(edge_settings([("probe", probe.address)]))
    return path


@pytest.fixture
def crew(settings_file):
    """A running edge of several workers."""
    with edge(str(settings_file), {"VAPI_WEBHOOK_SECRET": SECRET}, workers=COUNT) as it:
        it.listening()
        ready(it.address)
        until(lambda: len(workers(it)) == COUNT)
        yield it


def workers(process):
    """Return the ids of a parent's children."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return {int(pid) for pid in path.read_text().split()}


def until(met):
    end = time.monotonic() + PATIENCE_SECONDS
    while not met():
        assert time.monotonic() < end
        time.sleep(0.01)


def ask(address):
    body = PhoneCall(turns=4).tool_calls(TELLING)
    return post(address, body, PATIENCE_SECONDS).json()["results"][0]


def test_each_of_them_answers(crew):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(crew.address), range(40)))
    assert {answer["result"] for answer in answers} == {"Done."}


def test_health_is_answered_by_any_of_them(crew):
    for _ in range(8):
        assert httpx.get(f"http://{crew.address}/healthz").status_code == 200
        assert httpx.get(f"http://{crew.address}/readyz").status_code == 200


def test_a_worker_that_is_killed_is_replaced_within_a_second(crew):
    before = workers(crew)
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    started = time.monotonic()
    until(lambda: killed not in workers(crew) and len(workers(crew)) == COUNT)
    assert time.monotonic() - started < 1
    assert await_event(crew, "a worker died")["status"] == -signal.SIGKILL
    assert ask(crew.address)["result"] == "Done."


def test_a_worker_that_dies_again_and_again_is_replaced_as_soon(crew):
    for _ in range(4):
        before = workers(crew)
        os.kill(max(before), signal.SIGKILL)
        started = time.monotonic()
        until(lambda before=before: workers(crew) - before)
        assert time.monotonic() - started < 1
    assert ask(crew.address)["result"] == "Done."


def test_a_worker_that_hangs_is_killed_once_it_has_had_its_time(tmp_path):
    path = tmp_path / "edge.toml"
    path.write_text("[server]\nport = 0\nbudget = 0.1\n")
    with edge(str(path), {"VAPI_WEBHOOK_SECRET": SECRET}, workers=COUNT) as process:
        process.listening()
        until(lambda: len(workers(process)) == COUNT)
        hung = min(workers(process))
        os.kill(hung, signal.SIGSTOP)
        process.signal(signal.SIGTERM)
        assert process.wait() == 0
        assert not alive(hung)


def test_there_is_a_worker_for_each_processor(settings_file):
    process = edge(str(settings_file), {"VAPI_WEBHOOK_SECRET": SECRET})
    process.command = process.command[: process.command.index("--workers")]
    with process:
        process.listening()
        alone = cores() == 1
        until(lambda: len(workers(process)) == (0 if alone else cores()))


def test_who_waits_while_every_worker_dies_is_answered_all_the_same(crew):
    for pid in workers(crew):
        os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(ask, crew.address) for _ in range(20)]
        until(lambda: waiting(crew) >= 20)
        for pid in workers(crew):
            os.kill(pid, signal.SIGKILL)
        assert {answer.result()["result"] for answer in answers} == {"Done."}


def waiting(process):
    """Return how many connections nobody has accepted yet (proc(5), tcp: rx_queue)."""
    port = int(process.address.rpartition(":")[2])
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [row for row in rows if row[3] == "0A"]
    return sum(
        int(row[4].split(":")[1], 16)
        for row in listening
        if int(row[1].split(":")[1], 16) == port
    )


def test_the_hangup_signal_replaces_each_worker_and_drops_nothing(crew, settings_file):
    before = workers(crew)
    settings_file.write_text(settings_file.read_text() + 'only = ["nod-silently"]\n')
    done = threading.Event()
    answers = []

    def call():
        while not done.is_set():
            answers.append(ask(crew.address))

    caller = threading.Thread(target=call)
    caller.start()
    crew.signal(signal.SIGHUP)
    until(lambda: not before & workers(crew))
    done.set()
    caller.join()
    assert {answer["result"] for answer in answers} == {"Done."}
    assert len(workers(crew)) == COUNT
    tools = {str(readiness(crew)["tools"]) for _ in range(8)}
    assert tools == {"['nod-silently']"}


def readiness(process):
    return httpx.get(f"http://{process.address}/readyz").json()


def test_replaced_workers_have_settings_that_otherwise_want_a_restart(
    crew, settings_file
):
    before = workers(crew)
    text = settings_file.read_text().replace("port = 0", "port = 0\npath = '/hook'")
    settings_file.write_text(text)
    crew.signal(signal.SIGHUP)
    until(lambda: not before & workers(crew))
    assert {
        httpx.post(f"http://{crew.address}/hook", content=b"{}").status_code
        for _ in range(8)
    } == {401}


def test_a_signal_has_each_of_them_tell_what_is_under_way(crew):
    crew.signal(signal.SIGUSR1)
    told = entries(crew, "under way", COUNT)
    assert {each["pid"] for each in told} == workers(crew)
    assert {each["webhooks"] for each in told} == {0}
    assert ask(crew.address)["result"] == "Done."


def test_a_worker_that_has_just_begun_survives_being_asked(crew):
    before = workers(crew)
    os.kill(min(before), signal.SIGKILL)
    until(lambda: workers(crew) - before)
    (heir,) = workers(crew) - before

    def asked():
        os.kill(heir, signal.SIGUSR1)
        return crew.logged("under way")

    until(asked)
    assert heir in workers(crew)


def test_broken_settings_leave_the_workers_alone(crew, settings_file):
    before = workers(crew)
    settings_file.write_text("[server")
    crew.signal(signal.SIGHUP)
    await_event(crew, "settings not adopted, workers stay")
    assert workers(crew) == before
    assert ask(crew.address)["result"] == "Done."


def test_workers_that_could_not_begin_are_not_begun_with(crew, settings_file):
    before = workers(crew)
    gone = f'{settings_file.read_text()}tls = {{ ca = "/gone.pem" }}\n'
    settings_file.write_text(gone)
    crew.signal(signal.SIGHUP)
    await_event(crew, "workers are not replaced any further: a successor died")
    assert workers(crew) == before
    assert ask(crew.address)["result"] == "Done."


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_running_calls_are_finished_before_they_stop(crew, probe, number):
    asleep = [("a", "sleep", {"seconds": 1})]
    bodies = [PhoneCall(turns=4).tool_calls(asleep) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = [pool.submit(post, crew.address, body) for body in bodies]
        for _ in answers:
            while "asked Sleep" not in probe.lines.get(timeout=PATIENCE_SECONDS):
                pass
        crew.signal(number)
        results = [answer.result().json()["results"][0] for answer in answers]
    assert {result["result"] for result in results} == {"I am awake."}
    assert crew.wait() == 0


def test_workers_follow_a_parent_that_is_killed(crew):
    before = workers(crew)
    crew.kill()
    until(lambda: not any(alive(pid) for pid in before))


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def test_settings_with_which_no_worker_can_begin_are_said(tmp_path):
    path = tmp_path / "edge.toml"
    entry = 'name = "probe"\ntarget = "127.0.0.1:1"\ntls = { ca = "/gone.pem" }\n'
    path.write_text(f"[server]\nport = 0\n[[services]]\n{entry}")
    with edge(str(path), {"VAPI_WEBHOOK_SECRET": SECRET}, workers=COUNT) as process:
        assert process.wait() == 2
        assert any("gone.pem" in line for line in list(process.lines.queue))


def test_call_control_is_left_to_one_where_there_is_no_store(tmp_path):
    path = tmp_path / "edge.toml"
    path.write_text('[server]\nport = 0\n[control]\naddress = "127.0.0.1:0"\n')
    process = edge(str(path), {"VAPI_WEBHOOK_SECRET": SECRET})
    process.command = process.command[: process.command.index("--workers")]
    with process:
        process.listening()
        ready(process.address)
        assert workers(process) == set()


@pytest.mark.parametrize("count", ["0", "-1", "257", "x"])
def test_a_number_of_workers_that_is_none_is_refused(edge_command, config, count):
    status, _, err = edge_command("serve", "--config", config, "--workers", count)
    assert status == 2
    assert "--workers" in err


def test_call_control_of_several_workers_wants_a_port_that_is_known(
    edge_command, tmp_path
):
    path = tmp_path / "edge.toml"
    path.write_text('[control]\naddress = "127.0.0.1:0"\n')
    arguments = ("serve", "--config", str(path), "--workers", "2", "--insecure")
    status, _, err = edge_command(*arguments)
    assert status == 2
    assert "a port that is known" in err


def test_their_log_is_whole_lines(crew):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: ask(crew.address), range(60)))
    assert len(entries(crew, "tool call", 60)) == 60


@pytest.fixture
def stored(tmp_path, probe):
    """A running edge of several workers that share a store of their own."""
    path = tmp_path / "edge.toml"
    more = f'[store]\ndata = "{tmp_path / "data"}"\n'
    path.write_text(edge_settings([("probe", probe.address)], more=more))
    with edge(str(path), {"VAPI_WEBHOOK_SECRET": SECRET}, workers=COUNT) as it:
        it.listening()
        ready(it.address)
        assert len(entries(it, "store ready", COUNT)) == COUNT
        yield it


def store_of(process):
    """Return the ids of the store's keeper and of its server."""
    for keeper in workers(process):
        path = Path(f"/proc/{keeper}/task/{keeper}/children")
        for server in path.read_text().split():
            return keeper, int(server)
    return 0, 0


def test_workers_share_one_store_which_outlives_them(stored):
    keeper, server = store_of(stored)
    for pid in workers(stored) - {keeper}:
        os.kill(pid, signal.SIGKILL)
    assert len(entries(stored, "store ready", COUNT)) == COUNT
    assert store_of(stored) == (keeper, server)
    stored.signal(signal.SIGTERM)
    assert stored.wait() == 0
    assert not alive(server)


def test_a_store_that_is_killed_comes_back_for_all(stored):
    keeper, server = store_of(stored)
    os.kill(keeper, signal.SIGKILL)
    until(lambda: not alive(server) and all(store_of(stored)))
    assert store_of(stored) != (keeper, server)
    assert ask(stored.address)["result"] == "Done."


def test_a_store_that_another_edge_has_is_said(stored, tmp_path):
    path = tmp_path / "other.toml"
    path.write_text((tmp_path / "edge.toml").read_text())
    with edge(str(path), {"VAPI_WEBHOOK_SECRET": SECRET}, workers=COUNT) as other:
        assert other.wait() == 2
        assert any("another edge" in line for line in list(other.lines.queue))


def test_who_calls_is_answered_before_the_store_is_there(tmp_path, probe):
    path = tmp_path / "edge.toml"
    more = '[store]\nurl = "nats://127.0.0.1:1"\n'
    path.write_text(edge_settings([("probe", probe.address)], more=more))
    with edge(str(path), {"VAPI_WEBHOOK_SECRET": SECRET}, workers=COUNT) as process:
        address = process.listening()
        body = PhoneCall(turns=4).message("speech-update", status="started")
        assert post(address, body).json() == {}
        assert not process.logged("store not ready yet; the edge starts without it")


def test_a_successor_finds_everything_imported(tmp_path):
    path = tmp_path / "edge.toml"
    path.write_text(f'[store]\ndata = "{tmp_path}"\n')
    program = (
        "import sys; from edge.cli.crew import preload; "
        "from edge.config.loading import load; "
        f"preload(load({str(path)!r}, {{}})); "
        "before = set(sys.modules); import edge.work.room, nats.js; "
        "sys.exit(str(set(sys.modules) - before) if set(sys.modules) - before else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == 0
