"""Descriptor sets from a file, and from the web."""

import asyncio
import ssl

import pytest
import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer

from edge.errors import DiscoveryError
from edge.tools import sets
from tests.contracts import descriptor_set
from tests.probe import SERVICE


@pytest.fixture
async def web_server(tmp_path, monkeypatch):
    """A server behind TLS that has a set, something else, and too much."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    app = web.Application()
    bodies = {
        "probe": descriptor_set("probe.proto"),
        "garbage": b"\xff\xff",
        "huge": b"\x00" * (sets.MOST_BYTES + 1),
    }

    async def serve(request):
        return web.Response(body=bodies[request.match_info["name"]])

    app.router.add_get("/{name:probe|garbage|huge}", serve)
    server = TestServer(app, host="localhost", scheme="https")
    await server.start_server(ssl=context)
    yield server
    await server.close()


@pytest.fixture
async def https(web_server):
    return str(web_server.make_url("/"))


async def test_a_set_on_the_web_is_a_contract(https):
    contract = await asyncio.to_thread(sets.read_set, https + "probe")
    assert contract.services == (SERVICE,)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("garbage", "no descriptor set"),
        ("huge", "larger than a contract"),
        ("gone", "cannot be fetched"),
    ],
)
async def test_what_is_no_set_is_named_with_its_address(https, name, complaint):
    with pytest.raises(DiscoveryError, match=complaint) as raised:
        await asyncio.to_thread(sets.read_set, https + name)
    assert https + name in str(raised.value)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "cannot be read"), (b"\xff\xff", "no descriptor set")],
)
def test_a_file_that_is_no_set_is_named(tmp_path, content, complaint):
    path = tmp_path / "x.binpb"
    if content:
        path.write_bytes(content)
    with pytest.raises(DiscoveryError, match=complaint):
        sets.read_set(str(path))
