"""What a webhook may do, by the credential that let it in."""

import asyncio
import time

import msgspec
import pytest

from edge.config.credentials import Bearer, Hmac
from edge.config.secrets import Secret
from edge.config.settings import Assistant
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall
from tests.conftest import SECRET, lifted, settings
from tests.issuer import credential as oauth2

CLERK = Bearer(secret=Secret("clerk"), tools=("say_again",), assistants=("Atlas",))
OWNER = Bearer(secret=Secret("owner"))
SAY = ("a", "say_again", {"text": "x"})
NOD = ("a", "nod-silently", {})


def bearing(credential):
    return {"authorization": f"Bearer {credential.secret.value}"}


async def results(line, body, credential):
    response = await line.post(body, bearing(credential))
    assert response.status == 200
    return (await response.json())["results"]


@pytest.fixture
async def tenants(probe, tmp_path):
    """A line to an edge with one credential that reaches little, and one all."""
    config = settings(tmp_path, probe.target, credentials=(CLERK, OWNER))
    async with lifted(config) as line:
        yield line


async def test_a_credential_reaches_the_tools_it_names(tenants):
    (said,) = await results(tenants, tenants.phone.tool_calls([SAY]), CLERK)
    assert said["result"] == "x"


async def test_other_tools_do_not_exist_for_it_and_are_not_even_proposed(tenants):
    call = ("a", "nod-silent", {})
    (said,) = await results(tenants, tenants.phone.tool_calls([call, NOD]), CLERK)
    assert "nod-silently" not in said["result"]
    (said,) = await results(tenants, tenants.phone.tool_calls([NOD]), OWNER)
    assert said["result"] == "Done."


class Stranger(PhoneCall):
    """A call of an assistant that nobody knows."""

    def assistant(self):
        return super().assistant() | {"name": "Mallory"}


async def test_a_credential_speaks_for_its_own_assistants_alone(tenants):
    body = Stranger().tool_calls([SAY])
    assert (await tenants.post(body, bearing(CLERK))).status == 401
    assert (await tenants.post(body, bearing(OWNER))).status == 200


class Kept(PhoneCall):
    """A call of an assistant that Vapi keeps."""

    ids = ("atlas-1", "atlas-1")

    def call(self):
        return super().call() | {"assistantId": self.ids[0]}

    def assistant(self):
        return super().assistant() | {"id": self.ids[1]}


class Disguised(Kept):
    """One that goes by another's name."""

    ids = ("boss-1", "boss-1")


class Mixed(Kept):
    """One that goes by two ids."""

    ids = ("atlas-1", "boss-1")


@pytest.mark.parametrize("call", [Disguised, Mixed])
async def test_a_name_of_its_own_does_not_stand_for_anothers_id(probe, tmp_path, call):
    tenant = msgspec.structs.replace(CLERK, assistants=("Atlas", "atlas-1"))
    config = settings(tmp_path, probe.target, credentials=(tenant,))
    async with lifted(config) as line:
        for one, status in ((Kept(), 200), (call(), 401), (PhoneCall(), 200)):
            body = one.tool_calls([SAY])
            assert (await line.post(body, bearing(tenant))).status == status


async def test_what_names_another_assistant_beside_its_own_is_refused(tenants):
    body = tenants.phone.message(
        "transcript", assistant=tenants.phone.assistant(), assistantId="boss-1"
    )
    assert (await tenants.post(body, bearing(CLERK))).status == 401


async def test_a_message_that_tells_no_assistant_is_nobodys(tenants):
    body = tenants.phone.message("hang")
    assert (await tenants.post(body, bearing(CLERK))).status == 401


async def test_a_credential_is_answered_with_its_own_assistants(probe, tmp_path):
    entries = (Assistant(id="kept-1"), Assistant(id="kept-2"))
    tenant = Bearer(secret=Secret("two"), assistants=("kept-2",))
    config = settings(
        tmp_path, probe.target, credentials=(OWNER, tenant), assistants=entries
    )
    async with lifted(config) as line:
        body = line.phone.assistant_request()
        for credential, kept in ((OWNER, "kept-1"), (tenant, "kept-2")):
            answer = await (await line.post(body, bearing(credential))).json()
            assert answer["assistantId"] == kept


@pytest.fixture
async def atlas(probe, tmp_path):
    """A line to an edge whose assistant may use one tool."""
    file = tmp_path / "atlas.yaml"
    file.write_text('name: Atlas\nmodel: {toolIds: ["*"]}\n')
    entry = Assistant(file=str(file), tools=("say_again",))
    config = settings(tmp_path, probe.target, credentials=(OWNER,), assistants=(entry,))
    async with lifted(config) as line:
        yield line


async def test_an_assistant_is_offered_the_tools_it_may_use(atlas):
    body = atlas.phone.assistant_request()
    answer = await (await atlas.post(body, bearing(OWNER))).json()
    (tool,) = answer["assistant"]["model"]["tools"]
    assert tool["function"]["name"] == "say_again"


async def test_an_assistants_calls_reach_no_other_tool(atlas):
    (said,) = await results(atlas, atlas.phone.tool_calls([NOD]), OWNER)
    assert said["result"] != "Done."
    (said,) = await results(atlas, Stranger().tool_calls([NOD]), OWNER)
    assert said["result"] == "Done."


async def test_a_new_key_of_the_issuer_lets_the_first_call_in(issuer, probe, tmp_path):
    config = settings(tmp_path, probe.target, credentials=(oauth2(issuer),))
    async with lifted(config) as line:
        headers = {"authorization": f"Bearer {issuer.token()}"}
        response = await line.post(line.phone.message("hang"), headers)
        assert response.status == 200


async def test_new_settings_forget_no_key_of_an_issuer_that_is_down(
    issuer, probe, tmp_path
):
    config = settings(tmp_path, probe.target, credentials=(oauth2(issuer),))
    async with lifted(config) as line:
        body = line.phone.message("hang")
        headers = {"authorization": f"Bearer {issuer.token()}"}
        assert (await line.post(body, headers)).status == 200
        issuer.answer = {"status": 503}
        line.app.adopt(config)
        assert (await line.post(body, headers)).status == 200


async def test_a_redelivery_is_answered_once_more_and_runs_no_tool_again(line, probe):
    body = line.phone.tool_calls([SAY])
    headers = sign_headers(SECRET, body, time.time())
    first, second = [await (await line.post(body, headers)).read() for _ in range(2)]
    assert first == second
    assert len(probe.requests) == 1


async def test_a_redelivery_while_the_first_runs_shares_its_answer(line, probe):
    body = line.phone.tool_calls([("a", "sleep", {"seconds": 0.3})])
    headers = sign_headers(SECRET, body, time.time())
    answers = await asyncio.gather(*(line.post(body, headers) for _ in range(3)))
    assert len({await answer.text() for answer in answers}) == 1
    assert len(probe.requests) == 1


async def test_a_malformed_body_is_refused_each_time_it_comes(line):
    headers = sign_headers(SECRET, b"{}", time.time())
    for _ in range(2):
        assert (await line.post(b"{}", headers)).status == 400


async def test_a_message_id_on_another_body_is_refused(probe, tmp_path):
    named = Hmac(secret=Secret("s3cret"), message_id_header="svix-id")
    config = settings(tmp_path, probe.target, credentials=(named,))
    async with lifted(config) as line:
        for kind, status in (("hang", 200), ("user-interrupted", 401)):
            body = line.phone.message(kind)
            headers = sign_headers(named, body, time.time(), message_id="msg_1")
            assert (await line.post(body, headers)).status == status
