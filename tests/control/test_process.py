"""What an edge that controls calls writes down of it."""

import asyncio

import grpc.aio

from demo.processes import edge, edge_settings
from edge.vapi.phone import PhoneCall
from tests.cli.test_serve import entries, post, ready
from tests.control.conftest import TOKENS, Caller

CONTROL = """
[control]
address = "127.0.0.1:0"
hosts = ["localhost"]
private = true
ca = "{ca}"
tokens = {{ probe = "env:PROBE_TOKEN" }}
"""


async def test_neither_address_nor_token_nor_words_are_logged(probe, vapi, tmp_path):
    path = tmp_path / "edge.toml"
    more = CONTROL.format(ca=vapi.settings.ca)
    path.write_text(edge_settings([("probe", probe.target)], more=more))
    environ = {
        "VAPI_WEBHOOK_SECRET": "the secret of the tests",
        "PROBE_TOKEN": TOKENS["probe"].value,
    }
    said = await asyncio.to_thread(commanded, str(path), environ, vapi)
    for secret in (vapi.url, "/control", "hunter2", "a wrong token", *environ.values()):
        assert secret not in said
    assert len(vapi.commands) == 1


def commanded(path, environ, vapi):
    """Return all that an edge says while a service commands a call."""
    phone = PhoneCall(control_url=vapi.url)
    with edge(path, environ) as process:
        process.listening()
        ready(process.address)
        (served,) = entries(process, "call control served", 1)
        post(process.address, phone.tool_calls([("a", "nod-silently", {})]))
        asyncio.run(command(served["address"], phone.id))
        told = entries(process, "call control", 2)
        assert [entry["outcome"] for entry in told] == ["OK", "UNAUTHENTICATED"]
        assert [entry["call_id"] for entry in told] == [phone.id] * 2
        process.stop()
        return "".join([*process.lines.queue, str(told)])


async def command(address, call_id):
    async with grpc.aio.insecure_channel(address) as channel:
        caller = Caller(channel)
        await caller("Say", call_id=call_id, content="hunter2")
        code = await caller.code("EndCall", call_id=call_id, token="a wrong token")
        assert code == "UNAUTHENTICATED"
