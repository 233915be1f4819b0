"""Call control is served where the settings say, to whom they say."""

import grpc.aio
import pytest
import trustme
from msgspec.structs import replace

from edge.app import App
from edge.config.control import Control
from edge.config.secrets import Secret
from edge.errors import ConfigError
from tests.conftest import lifted, settings
from tests.control.conftest import Caller

OWN = {"own": Secret("a token of sixteen")}


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"address": "0.0.0.0:8096"}, "not on loopback"),
        ({"address": "edge:8096"}, "not on loopback"),
        ({"address": "[::]:8096"}, "not on loopback"),
        ({"certificate": "a.pem"}, "needs its key"),
        ({"client_ca": "a.pem"}, "needs a certificate"),
        ({"tokens": {"probe": Secret("short")}}, "at least 16"),
        ({"tokens": {"a": OWN["own"], "b": OWN["own"]}}, "of its own"),
    ],
)
def test_settings_that_would_hand_calls_to_strangers_are_refused(fields, complaint):
    with pytest.raises(ValueError, match=complaint):
        Control(**fields)


@pytest.mark.parametrize(
    "address", ["127.0.0.1:0", "localhost:8096", "[::1]:8096", "unix:/run/edge.sock"]
)
def test_loopback_needs_no_certificate(address):
    assert Control(address=address).address == address


def test_a_token_of_a_service_that_is_not_there_is_a_mistake(tmp_path):
    with pytest.raises(ValueError, match="names no service: own"):
        settings(tmp_path, control=Control(tokens=OWN))


async def test_nothing_is_served_unless_asked_for(tmp_path, probe):
    async with lifted(settings(tmp_path, probe.target)) as line:
        await line.call("nod-silently")
        assert line.app.control.address == ""
        assert len(line.app.calls) == 0


async def test_an_address_that_is_taken_is_said(tmp_path, control):
    other = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    port = other.add_insecure_port("127.0.0.1:0")
    await other.start()
    taken = replace(control, address=f"127.0.0.1:{port}")
    app = App(settings(tmp_path, "127.0.0.1:1", "127.0.0.1:2", control=taken))
    with pytest.raises(ConfigError, match="cannot listen"):
        async with app.running():
            pass
    await other.stop(None)


async def test_tokens_are_followed_while_it_runs(line, caller, tmp_path, control, vapi):
    new = {"probe": Secret("a token that is new")}
    config = settings(tmp_path, "127.0.0.1:1", control=replace(control, tokens=new))
    line.app.adopt(config)
    assert await caller.code("EndCall", call_id="x") == "UNAUTHENTICATED"
    token = new["probe"].value
    assert await caller.code("EndCall", call_id="x", token=token) == "NOT_FOUND"


@pytest.fixture
def certified(tmp_path, control):
    """Settings with a certificate, and who vouches for it."""
    authority = trustme.CA()
    own = authority.issue_cert("localhost")
    own.private_key_pem.write_to_path(tmp_path / "key.pem")
    own.cert_chain_pems[0].write_to_path(tmp_path / "certificate.pem")
    authority.cert_pem.write_to_path(tmp_path / "ca-of-clients.pem")
    settings = replace(
        control,
        certificate=str(tmp_path / "certificate.pem"),
        key=str(tmp_path / "key.pem"),
    )
    return settings, authority


@pytest.mark.parametrize("mutual", [False, True])
async def test_beyond_loopback_it_is_served_over_tls(
    tmp_path, probe, certified, mutual
):
    control, authority = certified
    if mutual:
        control = replace(control, client_ca=str(tmp_path / "ca-of-clients.pem"))
    client = authority.issue_cert("client") if mutual else None
    credentials = grpc.ssl_channel_credentials(
        authority.cert_pem.bytes(),
        client and client.private_key_pem.bytes(),
        client and client.cert_chain_pems[0].bytes(),
    )
    config = settings(tmp_path, probe.target, "127.0.0.1:1", control=control)
    async with lifted(config) as line:
        port = line.app.control.address.rpartition(":")[2]
        async with grpc.aio.secure_channel(f"localhost:{port}", credentials) as channel:
            assert await Caller(channel).code("EndCall", call_id="x") == "NOT_FOUND"


async def test_a_client_without_a_certificate_is_turned_away(
    tmp_path, probe, certified
):
    control, authority = certified
    control = replace(control, client_ca=str(tmp_path / "ca-of-clients.pem"))
    credentials = grpc.ssl_channel_credentials(authority.cert_pem.bytes())
    config = settings(tmp_path, probe.target, "127.0.0.1:1", control=control)
    async with lifted(config) as line:
        port = line.app.control.address.rpartition(":")[2]
        async with grpc.aio.secure_channel(f"localhost:{port}", credentials) as channel:
            assert await Caller(channel).code("EndCall", call_id="x") == "UNAVAILABLE"


def test_a_certificate_that_is_not_there_is_said(tmp_path, certified):
    control, _ = certified
    gone = replace(control, certificate=str(tmp_path / "gone.pem"))
    with pytest.raises(ConfigError, match=r"gone\.pem"):
        App(settings(tmp_path, "127.0.0.1:1", "127.0.0.1:2", control=gone))
