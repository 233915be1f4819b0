"""What is large or many, against an edge that runs as it does in earnest."""

import http.client
import resource
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from demo.processes import Process, edge, edge_settings
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall
from tests.abuse.test_bodies import message, said
from tests.abuse.wire import PATH
from tests.conftest import SECRET

BUDGET = 10.0
"""More than by default: machines that run tests are busy."""

HUNG_UP = 0
MANY = 10_000
MOST_MEMORY = 256 << 20
"""What none of it may add to the edge's memory, in bytes."""

MILLION = 1_000_000
PATIENCE_SECONDS = 30

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(), reason="Linux tells memory there"
    ),
]


@pytest.fixture(scope="module")
def probe():
    """A running probe."""
    with Process("probe", [sys.executable, "-m", "tests.probe"]) as process:
        process.listening()
        yield process


@pytest.fixture(scope="module")
def besieged(request, probe, tmp_path_factory):
    """An edge of its own, with more settings of [server]."""
    path = tmp_path_factory.mktemp("edge") / "edge.toml"
    server = f"port = 0\nbudget = {BUDGET}\n{request.param}"
    text = edge_settings([("probe", probe.address)])
    path.write_text(text.replace("port = 0", server))
    secret = {"VAPI_WEBHOOK_SECRET": SECRET.secret.value}
    with edge(str(path), secret) as process:
        process.listening()
        end = time.monotonic() + PATIENCE_SECONDS
        while not honest(process):
            assert time.monotonic() < end
        yield process


def honest(process):
    """Tell whether a tool call is answered as it should be, within the budget."""
    started = time.monotonic()
    status, answer = post(
        process, PhoneCall().tool_calls([("a", "say_again", {"text": "honest"})])
    )
    assert status == 200
    assert time.monotonic() - started < BUDGET
    return b'"result":"honest"' in answer


def post(process, body):
    """Deliver a webhook; who does not stop sending may be hung up on."""
    line = http.client.HTTPConnection(process.address, timeout=PATIENCE_SECONDS)
    try:
        line.request("POST", PATH, body, sign_headers(SECRET, body, time.time()))
        response = line.getresponse()
        return response.status, response.read()
    except ConnectionError:
        return HUNG_UP, b""
    finally:
        line.close()


def memory(process):
    """Return the most bytes a process ever held (proc(5), VmHWM)."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM"))
    return int(line.split()[1]) << 10


@pytest.fixture
def files():
    """Room for as many open files as so many connections take."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MANY + 2048
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"this system lets a process open {hard} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


HOLDS_FEWER = "connections = { head_seconds = 300 }"
HOLDS_ALL = f"connections = {{ head_seconds = 300, most = {MANY + 500} }}"


@pytest.mark.parametrize("besieged", [HOLDS_FEWER, HOLDS_ALL], indirect=True)
@pytest.mark.parametrize("sent", [b"", b"POST /vapi/web"])
def test_ten_thousand_idle_connections_keep_nobody_out(besieged, files, sent):
    before = memory(besieged)
    host, port = besieged.address.split(":")
    with ExitStack() as stack:
        for number in range(MANY):
            idle = stack.enter_context(socket.create_connection((host, int(port))))
            idle.sendall(sent)
            if number % 500 == 0:
                assert honest(besieged)
        assert honest(besieged)
        assert memory(besieged) - before < MOST_MEMORY


def keys(count):
    return b",".join([b'"k%d":0' % number for number in range(count)])


VARIABLES = b'"artifact": {"variableValues": {%s}}'
LARGE = "max_body = 50_000_000"
BODIES = {
    "more keys than fit": ("", lambda: message(keys(MILLION)), {413, HUNG_UP}),
    "as many as do": (
        "",
        lambda: b'{"message":{%s}}' % b",".join([b'"":0'] * MILLION),
        {400},
    ),
    "keys of a message": (LARGE, lambda: message(keys(MILLION)), {200}),
    "keys of arguments": (LARGE, lambda: said(b"{%s}" % keys(MILLION)), {200}),
    "keys of variables": (LARGE, lambda: message(VARIABLES % keys(MILLION)), {200}),
    "one string": (
        "",
        lambda: message(b'"x":"%s"' % (b"x" * 10_000_000)),
        {413, HUNG_UP},
    ),
}


@pytest.mark.parametrize(
    ("besieged", "body", "allowed"), BODIES.values(), ids=BODIES, indirect=["besieged"]
)
def test_a_body_beyond_all_measure_keeps_nobody_waiting(besieged, body, allowed):
    before, large = memory(besieged), body()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(post, besieged, large)
        while not answer.done():
            assert honest(besieged)
    assert answer.result()[0] in allowed
    assert memory(besieged) - before < MOST_MEMORY
