"""TLS by the edge itself."""

import asyncio
import socket
import ssl
import time
from pathlib import Path

import httpx
import pytest
import trustme

from demo.processes import START_SECONDS, edge
from edge.__main__ import run
from edge.config.connections import Certificate, Connections
from edge.config.settings import Server
from edge.errors import ConfigError
from edge.server.accepting import Acceptor
from edge.server.tls import Identity, context_of
from edge.workers.sockets import listeners

ENVIRON = {"VAPI_WEBHOOK_SECRET": "the secret of the tests"}
SETTINGS = """
[server]
port = 0
tls = { certificate = "edge.pem", key = "edge.key" }
"""


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def folder(authority, tmp_path):
    """A folder with an edge.toml, a certificate and its key."""
    (tmp_path / "edge.toml").write_text(SETTINGS)
    issue(authority, tmp_path, "old.example")
    return tmp_path


def issue(authority, folder, name):
    issued = authority.issue_cert("127.0.0.1", name)
    replace(folder / "edge.key", issued.private_key_pem.bytes())
    chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
    replace(folder / "edge.pem", chain)


def replace(path, content):
    path.with_suffix(".new").write_bytes(content)
    path.with_suffix(".new").replace(path)


@pytest.fixture
def trusting(authority):
    """What a client trusts."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
def served(folder):
    """A running edge; `.address` is where it listens."""
    with edge(str(folder / "edge.toml"), ENVIRON) as process:
        process.address = until(process, '"url":"').partition("https://")[2]
        process.address = process.address.partition("/")[0]
        yield process


def until(process, text):
    while True:
        line = process.lines.get(timeout=START_SECONDS)
        if text in line:
            return line


def names_at(address, context):
    """Return the names in the certificate that is shown at an address."""
    host, _, port = address.partition(":")
    with (
        socket.create_connection((host, int(port)), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        return [value for _, value in secure.getpeercert()["subjectAltName"]]


def test_the_edge_speaks_tls_itself(served, trusting):
    answer = httpx.get(f"https://{served.address}/healthz", verify=trusting)
    assert answer.json() == {"status": "alive"}


def test_what_is_no_tls_is_not_answered(served):
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"http://{served.address}/healthz")


def test_old_versions_of_tls_are_not_spoken(folder):
    context = context_of(certificate(folder, folder))
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_another_certificate_is_shown_without_a_restart(
    served, authority, folder, trusting
):
    assert "old.example" in names_at(served.address, trusting)
    issue(authority, folder, "new.example")
    end = time.monotonic() + 10
    while "new.example" not in names_at(served.address, trusting):
        assert time.monotonic() < end


def test_a_certificate_without_its_key_leaves_the_old_one_in_force(
    served, folder, trusting
):
    replace(folder / "edge.pem", b"garbage")
    assert "edge.pem" in until(served, "settings not adopted")
    assert "old.example" in names_at(served.address, trusting)


@pytest.mark.parametrize("missing", ["edge.pem", "edge.key"])
def test_check_refuses_files_that_are_not_there(folder, missing, capsys):
    (folder / missing).unlink()
    with pytest.raises(SystemExit) as stop:
        run(["serve", "--check", "--config", str(folder / "edge.toml")], ENVIRON)
    assert stop.value.code == 2
    assert "edge.pem" in capsys.readouterr().err


def test_a_key_of_another_certificate_is_refused_and_changes_nothing(
    authority, folder, tmp_path_factory
):
    other = tmp_path_factory.mktemp("other")
    issue(authority, other, "other.example")
    identity = Identity(Server(tls=certificate(folder, folder)))
    with pytest.raises(ConfigError, match="cannot be used"):
        identity.follow(Server(tls=certificate(folder, other)))


def certificate(folder: Path, other: Path) -> Certificate:
    return Certificate(
        certificate=str(folder / "edge.pem"), key=str(other / "edge.key")
    )


@pytest.fixture
async def listening(folder):
    """An address that speaks TLS, with bounds that a test can reach."""
    shown = Identity(Server(tls=certificate(folder, folder)))
    ((opened,),) = listeners("127.0.0.1", 0, 1)
    limits = Connections(most=10, head_seconds=0.3)
    acceptor = Acceptor(opened, asyncio.Protocol, shown.context, limits)
    acceptor.start()
    yield opened.getsockname()
    acceptor.close()


async def test_a_handshake_that_does_not_come_closes_the_connection(listening):
    reader, writer = await asyncio.open_connection(*listening)
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()


async def test_many_handshakes_that_do_not_come_keep_nobody_out(listening, trusting):
    stalled = [socket.create_connection(listening) for _ in range(50)]
    async with asyncio.timeout(5):
        _, writer = await asyncio.open_connection(*listening, ssl=trusting)
    writer.transport.abort()
    for each in stalled:
        each.close()
