"""TLS between the edge and a service, with certificates made for the test."""

import grpc
import pytest
import trustme

from edge.config.secrets import Secret
from edge.config.settings import Service
from edge.config.tls import Tls
from edge.errors import ConfigError
from edge.tools.channels import Channels
from tests.conftest import lifted, settings
from tests.probe import Probe, start

TOKEN = "the token of the tests"


class Doorkeeper(grpc.aio.ServerInterceptor):
    """Lets in whoever brings the token."""

    async def intercept_service(self, continuation, details):
        metadata = dict(details.invocation_metadata)
        if metadata.get("authorization") == f"Bearer {TOKEN}":
            return await continuation(details)

        async def refuse(request, context):
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "no token")

        return grpc.unary_unary_rpc_method_handler(refuse)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def pems(authority, tmp_path_factory):
    """The files of the authority and of the edge's own certificate."""
    folder = tmp_path_factory.mktemp("pems")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    own = authority.issue_cert("edge.example")
    own.private_key_pem.write_to_path(str(folder / "key.pem"))
    own.cert_chain_pems[0].write_to_path(str(folder / "edge.pem"))
    return folder


@pytest.fixture
async def target(request, authority):
    """A service behind TLS; with `mutual`, one that asks the edge who it is."""
    mutual = getattr(request, "param", False)
    pair = authority.issue_cert("probe.example")
    credentials = grpc.ssl_server_credentials(
        [(pair.private_key_pem.bytes(), pair.cert_chain_pems[0].bytes())],
        authority.cert_pem.bytes() if mutual else None,
        mutual,
    )
    probe = Probe()
    probe.interceptors = [Doorkeeper()]
    server, port = await start(probe, credentials=credentials)
    yield f"127.0.0.1:{port}"
    await server.stop(None)


def secured(target, token=TOKEN, **tls):
    terms = Tls(**({"server_name": "probe.example"} | tls))
    return Service(name="p", target=target, tls=terms, token=Secret(token))


async def spoken(config):
    async with lifted(config) as line:
        return await line.call("say_again", text="x")


async def test_a_service_behind_tls_is_called_with_the_edges_token(
    target, pems, tmp_path
):
    entry = secured(target, ca=str(pems / "ca.pem"))
    assert (await spoken(settings(tmp_path, services=(entry,))))["result"] == "x"


@pytest.mark.parametrize("target", [True], indirect=True)
async def test_the_edge_shows_its_own_certificate_where_asked(target, pems, tmp_path):
    entry = secured(
        target,
        ca=str(pems / "ca.pem"),
        certificate=str(pems / "edge.pem"),
        key=str(pems / "key.pem"),
    )
    assert (await spoken(settings(tmp_path, services=(entry,))))["result"] == "x"


@pytest.mark.parametrize("target", [True], indirect=True)
async def test_without_its_certificate_the_edge_is_not_let_in(target, pems, tmp_path):
    entry = secured(target, ca=str(pems / "ca.pem"))
    assert "error" in await spoken(settings(tmp_path, services=(entry,)))


async def test_a_service_nobody_vouches_for_is_not_called(target, tmp_path):
    other = trustme.CA()
    other.cert_pem.write_to_path(str(tmp_path / "other.pem"))
    entry = secured(target, ca=str(tmp_path / "other.pem"))
    assert "error" in await spoken(settings(tmp_path, services=(entry,)))


async def test_a_service_under_another_name_is_not_called(target, pems, tmp_path):
    entry = secured(target, ca=str(pems / "ca.pem"), server_name="evil.example")
    assert "error" in await spoken(settings(tmp_path, services=(entry,)))


async def test_a_file_that_is_not_there_is_named(tmp_path):
    entry = secured("127.0.0.1:1", ca="gone.pem")
    with pytest.raises(ConfigError, match=r"gone\.pem"):
        async with lifted(settings(tmp_path, services=(entry,))):
            pass


async def test_while_a_certificate_is_gone_the_old_channel_stays(pems, tmp_path):
    ca = tmp_path / "ca.pem"
    ca.write_bytes((pems / "ca.pem").read_bytes())
    channels = Channels(Service(name="probe", target="x:1", tls=Tls(ca=str(ca))))
    before = channels.now
    ca.rename(tmp_path / "elsewhere")
    assert not channels.renew()
    assert channels.now is before
    (tmp_path / "elsewhere").rename(ca)
    assert channels.renew()
    assert channels.now is not before
    await channels.close(None)
