"""What ails a deployment, told by who asks it over HTTP."""

import asyncio
import ssl
import time

import pytest
import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from edge.config.credentials import Bearer, Hmac
from edge.config.secrets import Secret
from edge.config.settings import Config, Server, Service
from edge.doctor import road
from edge.doctor.deployment import Deployment
from edge.doctor.examination import examine
from edge.doctor.findings import Verdict
from tests.conftest import SECRET, lifted, settings
from tests.issuer import credential as oauth2

STRONG = Hmac(secret=Secret("7d1f0c6a2be94835" * 4))
TOKEN = Bearer(secret=Secret("b3a9e1c05f7d2846" * 4))


async def examined(line, config, path="/vapi/webhook"):
    """Return each finding's line, by verdict, of an edge at the end of a line."""
    server = line.client.server
    return await told(f"http://127.0.0.1:{server.port}{path}", config)


async def told(url, config, ca=""):
    def look():
        with Deployment(url, config.server.path, ca) as deployment:
            return list(examine(deployment, config))

    found = await asyncio.to_thread(look)
    wanting = (Verdict.FAULT, Verdict.ADVICE)
    assert all(each.mend for each in found if each.verdict in wanting)
    return {
        verdict: [f"{each.subject}: {each.text}" for each in found if each.verdict is v]
        for verdict, v in (("faults", Verdict.FAULT), ("advice", Verdict.ADVICE))
    } | {"all": [f"{each.subject}: {each.text}" for each in found]}


@pytest.fixture
def healthy(tmp_path, probe):
    """Settings of a deployment without a fault."""
    return settings(tmp_path, probe.target, credentials=(STRONG, TOKEN))


async def test_a_healthy_deployment_has_no_fault(healthy):
    async with lifted(healthy) as line:
        found = await examined(line, healthy)
    assert found["faults"] == found["advice"] == []
    said = "\n".join(found["all"])
    for subject in (
        "reachability: an edge answers",
        "clock: it is within 5 s",
        "credential 1 (hmac): it is accepted",
        "credential 2 (bearer): it is accepted",
        "no credential: a webhook without the right one is refused",
        "latency: ",
        "body limit: 2097152 bytes are taken",
        "service probe: it answers",
    ):
        assert subject in said


async def test_a_credential_that_the_edge_does_not_have_is_a_fault(healthy):
    other = replace(healthy, credentials=(Hmac(secret=Secret("0f1e2d3c4b5a6978" * 4)),))
    async with lifted(healthy) as line:
        found = await examined(line, other)
    assert found["faults"] == ["credential 1 (hmac): it is right, and answered 401"]


async def test_an_edge_that_lets_anybody_in_is_a_fault(healthy):
    async with lifted(replace(healthy, credentials=())) as line:
        found = await examined(line, healthy)
    assert "no credential: without the right one, it is answered 200" in found["faults"]


async def test_a_service_that_is_down_is_named(healthy, tmp_path):
    down = Service(name="gone", target="127.0.0.1:1")
    config = replace(healthy, services=(*healthy.services, down))
    async with lifted(config) as line:
        found = await examined(line, config)
    assert [each.partition(":")[0] for each in found["faults"]] == ["service gone"]


async def test_a_credential_of_some_assistants_and_tools_is_examined_too(healthy):
    limited = replace(TOKEN, assistants=("atlas",), tools=("say_again",))
    config = replace(healthy, credentials=(limited,))
    async with lifted(config) as line:
        found = await examined(line, config)
    assert found["faults"] == []
    assert "credential 1 (bearer): it is accepted" in found["all"]


async def test_a_credential_of_another_network_cannot_be_seen_from_here(healthy):
    config = replace(
        healthy, credentials=(replace(TOKEN, network=("167.150.224.0/23",)), STRONG)
    )
    async with lifted(config) as line:
        found = await examined(line, config)
    assert found["faults"] == []
    assert "credential 1 (bearer): it is of a network" in "\n".join(found["all"])


async def test_an_issuers_keys_are_asked_for(healthy, issuer):
    config = replace(healthy, credentials=(oauth2(issuer), TOKEN))
    async with lifted(config) as line:
        assert (await examined(line, config))["faults"] == []
        issuer.answer = {"status": 500}
        (said,) = (await examined(line, config))["faults"]
    assert said.startswith(f"credential 1 (oauth2): {issuer.url} shows no keys")


async def test_a_body_limit_below_a_long_calls_report_is_told(healthy):
    small = replace(healthy, server=Server(budget=1.0, max_body=100_000))
    async with lifted(small) as line:
        (said,) = (await examined(line, small))["advice"]
        assert said == "body limit: server.max_body is 100000"
        (said,) = (await examined(line, healthy))["faults"]
        assert said.startswith("body limit: 2097152 bytes are too many")


@pytest.mark.parametrize(
    ("credential", "said"),
    [
        (Hmac(secret=Secret("pa55w0rd")), "its secret can be guessed"),
        (Bearer(secret=Secret("a" * 64)), "its secret can be guessed"),
        (Hmac(secret=Secret("0123456789abcdefghij")), "its secret has 20 bytes"),
        (replace(STRONG, algorithm="sha1"), "SHA-1 is out of date"),
        (replace(STRONG, tolerance=0), "a signature of long ago is accepted"),
        (replace(STRONG, payload_format="{body}"), "a signature of long ago"),
        (replace(STRONG, replay_window=0), "a webhook that is delivered again"),
        (replace(STRONG, payload_format="{url}{timestamp}{body}"), "the URL that is"),
    ],
)
async def test_what_is_weak_is_told_though_nobody_answers(credential, said):
    config = Config(credentials=(credential,))
    found = await told("http://127.0.0.1:1/vapi/webhook", config)
    assert any(said in each for each in found["faults"] + found["advice"])
    assert credential.secret.value not in "".join(found["all"])


async def test_an_address_where_nobody_answers_is_a_fault(healthy):
    (said,) = (await told("http://127.0.0.1:1/vapi/webhook", healthy))["faults"]
    assert said.startswith("reachability: nobody answers at http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"text": "<h1>Tunnel</h1>", "content_type": "text/html"}, "a web page"),
        ({"status": 502}, "/healthz is answered 502"),
        ({"status": 301, "headers": {"Location": "https://x/"}}, "answered 301"),
    ],
)
async def test_somebody_else_who_answers_is_a_fault(healthy, answer, said):
    async def other(_):
        return web.Response(**answer)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", other)
    async with TestServer(app) as server:
        url = f"http://127.0.0.1:{server.port}/vapi/webhook"
        (found,) = (await told(url, healthy))["faults"]
    assert said in found


async def test_plain_text_beyond_this_machine_is_a_fault(healthy):
    found = await told("http://192.0.2.1.invalid/vapi/webhook", healthy)
    assert "TLS: Vapi asks for https" in found["faults"]


@pytest.fixture
async def secure(healthy, tmp_path):
    """Somebody who speaks TLS; `.ca` is the file of who vouches for it."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server = TestServer(web.Application(), scheme="https")
    await server.start_server(ssl=context)
    server.ca = str(tmp_path / "ca.pem")
    authority.cert_pem.write_to_path(server.ca)
    server.url = f"https://127.0.0.1:{server.port}/vapi/webhook"
    yield server
    await server.close()


async def test_a_certificate_that_is_trusted_is_told_with_its_days(secure, healthy):
    found = await told(secure.url, healthy, secure.ca)
    assert any(each.startswith("TLS: the certificate is") for each in found["all"])


async def test_a_certificate_that_nobody_vouches_for_is_a_fault(secure, healthy):
    found = await told(secure.url, healthy)
    assert any(each.startswith("TLS: it cannot be trusted") for each in found["faults"])


async def test_an_address_that_speaks_no_tls_is_a_fault(healthy):
    async with lifted(healthy) as line:
        url = f"https://127.0.0.1:{line.client.server.port}/vapi/webhook"
        found = await told(url, healthy)
    assert any("no TLS is spoken" in each for each in found["faults"])


@pytest.mark.parametrize(
    ("days", "verdict"), [(1, "ADVICE"), (13, "ADVICE"), (90, "OK")]
)
def test_a_certificate_that_runs_out_soon_is_told(days, verdict):
    assert road.expiry(time.time() + days * 86400).verdict.name == verdict


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(0, "OK"), (-60, "ADVICE"), (60, "ADVICE"), (900, "FAULT")]
)
async def test_a_clock_that_is_off_is_told(healthy, seconds, verdict):
    async def late(_):
        moment = time.gmtime(time.time() + seconds)
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", moment)
        return web.Response(headers={"Date": date})

    app = web.Application()
    app.router.add_get("/healthz", late)
    async with TestServer(app) as server:
        url = f"http://127.0.0.1:{server.port}/vapi/webhook"
        with Deployment(url, "/vapi/webhook") as deployment:
            found = await asyncio.to_thread(road.clock, deployment, healthy)
    assert found.verdict.name == verdict


def test_the_tests_own_secret_is_as_weak_as_it_looks():
    assert len(SECRET.secret.value) < 32
