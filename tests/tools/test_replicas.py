"""Several programs behind one name share its calls."""

import asyncio
import os
from ipaddress import IPv4Address

import httpx
import pytest
from grpc_health.v1.health_pb2 import HealthCheckResponse

from chaos.names import Names
from demo.processes import edge, edge_settings
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings
from tests.probe import start
from tests.tools.test_releases import Named, spoken

SECRET = "the secret of the tests"
IN_A_NAMESPACE = (
    *("unshare", "--mount", "sh", "-c"),
    'mount --bind "$1" /etc/hosts && shift && exec "$@"',
    "sh",
)
ADDRESSES = [IPv4Address("127.0.0.1"), IPv4Address("127.0.0.2")]


@pytest.fixture
async def names():
    server = Names()
    server.addresses = list(ADDRESSES)
    await server.start()
    yield server
    server.close()


@pytest.fixture
async def replicas():
    """Two programs that listen on one port of two addresses."""
    probes, port = [Named("first"), Named("second")], 0
    for probe, address in zip(probes, ADDRESSES, strict=True):
        probe.server, port = await start(probe, f"{address}:{port}")
        probe.port = port
    yield probes
    for probe in probes:
        await probe.server.stop(None)


@pytest.fixture
def target(names, replicas):
    """The name of both."""
    return f"dns://127.0.0.1:{names.port}/probe.test:{replicas[0].port}"


class Remote:
    """Vapi's end of a line to an edge that is a process of its own."""

    def __init__(self, address):
        self._url = f"http://{address}/vapi/webhook"

    async def call(self, tool, phone, **arguments):
        body = phone.tool_calls([("a", tool, arguments)])
        async with httpx.AsyncClient(headers={"x-vapi-secret": SECRET}) as client:
            response = await client.post(self._url, content=body)
        return response.json()["results"][0]


async def speakers(line, count=20):
    """Return which of them answered so many calls."""
    return {await spoken(line, PhoneCall()) for _ in range(count)}


async def until(line, expected):
    """Wait until these alone answer."""
    async with asyncio.timeout(10):
        while await speakers(line, 4) != expected:  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0.05)


async def test_replicas_behind_one_name_share_the_calls(target, tmp_path):
    async with lifted(settings(tmp_path, target)) as line:
        assert await speakers(line) == {"first", "second"}


async def test_an_unhealthy_replica_is_left_out(target, replicas, tmp_path):
    async with lifted(settings(tmp_path, target)) as line:
        await spoken(line, PhoneCall())
        await replicas[0].health.set("", HealthCheckResponse.NOT_SERVING)
        await until(line, {"second"})
        assert await speakers(line) == {"second"}


@pytest.fixture
async def line(replicas, tmp_path):
    """Vapi's end of a line to an edge that knows hosts of its own."""
    (tmp_path / "hosts").write_text(f"{ADDRESSES[0]} probe.test\n")
    (tmp_path / "edge.toml").write_text(
        edge_settings(
            [("probe", f"dns:///probe.test:{replicas[0].port}")],
            more="[discovery]\nrefresh = 0.2\n",
        )
    )
    own = edge(str(tmp_path / "edge.toml"), {"VAPI_WEBHOOK_SECRET": SECRET})
    own.command = [*IN_A_NAMESPACE, str(tmp_path / "hosts"), *own.command]
    with own as process:
        yield Remote(await asyncio.to_thread(process.listening))
        await asyncio.to_thread(process.stop)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file of hosts, as root")
async def test_a_replica_that_joins_takes_its_share(line, tmp_path):
    await until(line, {"first"})
    with (tmp_path / "hosts").open("a") as hosts:
        hosts.write(f"{ADDRESSES[1]} probe.test\n")
    await until(line, {"first", "second"})
