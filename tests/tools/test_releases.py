"""Versions and releases of a service, side by side."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

import grpc
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_health.v1.health_pb2 import HealthCheckResponse

from edge.config.policies import Policies
from edge.config.settings import Discovery, Service
from edge.config.store import Store
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings
from tests.contracts import descriptor_set, pool
from tests.probe import Probe, start
from tests.state.conftest import kept

NOT_SERVING = HealthCheckResponse.NOT_SERVING
SERVING = HealthCheckResponse.SERVING


class Named(Probe):
    """A release of the probe that says which it is."""

    def __init__(self, name, contract="probe.proto"):
        super().__init__(contract)
        self.name = name

    async def SayAgain(self, request, context):
        if self.broken:
            await context.abort(self.broken, "I am out of order.")
        return self.make("SayAgainResponse", speech=self.name)


@pytest.fixture
async def releases():
    """Two releases, `.target` and `.server` of each."""
    probes = [Named("old"), Named("new")]
    for probe in probes:
        probe.server, port = await start(probe)
        probe.target = f"127.0.0.1:{port}"
    yield probes
    for probe in probes:
        await probe.server.stop(None)


def weighted(releases, *weights):
    return tuple(
        Service(name="probe", target=release.target, weight=weight)
        for release, weight in zip(releases, weights, strict=True)
    )


async def spoken(line, phone):
    return (await line.call("say_again", phone, text="x")).get("result", "broken")


async def test_new_calls_divide_by_weight(releases, tmp_path):
    config = settings(tmp_path, services=weighted(releases, 3, 1))
    async with lifted(config) as line:
        _, body = await line.readiness()
        assert body["problems"] == []
        phones = [PhoneCall(id=f"call-{n}", turns=1) for n in range(200)]
        said = Counter([await spoken(line, phone) for phone in phones])
    assert 120 < said["old"] < 180
    assert said["old"] + said["new"] == 200


async def test_a_call_keeps_to_its_release_while_the_weights_change(releases, tmp_path):
    config = settings(tmp_path, services=weighted(releases, 1, 0))
    async with lifted(config) as line:
        begun = PhoneCall()
        assert await spoken(line, begun) == "old"
        line.app.adopt(
            settings(tmp_path, services=weighted(releases, 0, 1)),
        )
        assert await spoken(line, begun) == "old"
        assert await spoken(line, PhoneCall()) == "new"


async def test_a_call_keeps_to_its_release_on_every_replica(releases, tmp_path):
    begun, told = PhoneCall(), PhoneCall()
    async with kept(tmp_path / "store") as store, AsyncExitStack() as stack:
        shared = Store(url=store.server.folder.url, replicas=1)

        async def replica(*weights):
            services = weighted(releases, *weights)
            config = settings(tmp_path, services=services, store=shared)
            return await stack.enter_async_context(lifted(config))

        first, second = await replica(1, 0), await replica(0, 1)
        assert await spoken(first, begun) == await spoken(first, told) == "old"
        await knowing(second, 2)
        assert await spoken(second, begun) == "old"
        assert await spoken(second, PhoneCall()) == "new"
        later = await replica(0, 1)
        await knowing(later, 2)
        assert await spoken(later, told) == "old"


async def knowing(line, count):
    """Wait until an edge knows of so many choices."""
    await line.until(lambda *_: len(line.discovery.toolbox.choices._targets) >= count)


async def test_a_dead_release_sheds_its_share(releases, tmp_path):
    old, _ = releases
    config = settings(tmp_path, services=weighted(releases, 1, 0.001))
    async with lifted(config) as line:
        begun = PhoneCall()
        assert await spoken(line, begun) == "old"
        await old.server.stop(None)
        await line.until(lambda _, body: "probe" in body["missing"])
        assert await spoken(line, begun) == "new"


async def test_an_unhealthy_release_sheds_its_share(releases, tmp_path):
    old, _ = releases
    config = settings(tmp_path, services=weighted(releases, 1, 0.001))
    async with lifted(config) as line:
        begun = PhoneCall()
        assert await spoken(line, begun) == "old"
        await old.health.set("", NOT_SERVING)
        await line.until(lambda _, body: "probe" in body["missing"])
        assert await spoken(line, begun) == "new"
        await old.health.set("", SERVING)
        await line.until(lambda _, body: not body["missing"])
        assert await spoken(line, PhoneCall(id="call-1")) == "old"


async def test_the_service_of_an_entry_that_stays_is_left_alone(releases, tmp_path):
    first, second = weighted(releases, 1, 1)
    async with lifted(settings(tmp_path, services=(first, second))) as line:
        kept, gone = line.discovery.services
        line.app.adopt(settings(tmp_path, services=(first,)))
        assert line.discovery.services == (kept,)
        assert gone not in line.discovery.services
        assert await spoken(line, PhoneCall()) == "old"


async def test_a_running_call_outlives_its_entry(releases, tmp_path):
    old, _ = releases
    entry = Service(name="probe", target=old.target)
    async with lifted(settings(tmp_path, services=(entry,))) as line:
        waiting = asyncio.create_task(line.call("sleep", seconds=0.3))
        await asyncio.wait_for(old.asked.wait(), 5)
        line.app.adopt(settings(tmp_path))
        assert (await waiting)["result"] == "I am awake."


async def test_two_versions_of_a_contract_are_two_tools(tmp_path):
    one, two = Named("first"), Named("second", "probe_v2.proto")
    servers = [await start(one), await start(two)]
    entries = tuple(
        Service(name=name, target=f"127.0.0.1:{port}")
        for name, (_, port) in zip(("one", "two"), servers, strict=True)
    )
    async with lifted(settings(tmp_path, services=entries)) as line:
        assert (await line.call("say_again", text="x"))["result"] == "first"
        assert (await line.call("say_again_v2", text="x"))["result"] == "second"
    for server, _ in servers:
        await server.stop(None)


async def test_two_versions_are_two_tools_of_one_program_too(tmp_path):
    both, two = Named("first"), Named("second", "probe_v2.proto")
    both.pool = pool("probe_versions.proto")
    server, port = await start(both, beside=[two])
    async with lifted(settings(tmp_path, f"127.0.0.1:{port}")) as line:
        assert (await line.call("say_again", text="x"))["result"] == "first"
        assert (await line.call("say_again_v2", text="x"))["result"] == "second"
    await server.stop(None)


async def test_a_release_with_another_schema_is_noticed_while_the_edge_runs(
    releases, tmp_path
):
    old, _ = releases
    async with lifted(settings(tmp_path, old.target)) as line:
        await old.server.stop(None)
        old.server, _ = await start(Named("next", "probe_v2.proto"), old.target)
        await line.until(lambda _, body: "say_again_v2" in body["tools"])
        _, body = await line.readiness()
        assert "say_again" not in body["tools"]
        assert (await line.call("say_again_v2", text="x"))["result"] == "next"


async def test_a_schema_that_stays_is_not_learned_again(releases, tmp_path):
    old, _ = releases
    async with lifted(settings(tmp_path, old.target)) as line:
        (service,) = line.discovery.services
        known = service.tools
        await service.look(timeout=5)
        assert service.tools is known


@pytest.fixture
async def outdated(probe, tmp_path):
    """A line to a service whose contract has changed since it was looked at."""
    path = tmp_path / "probe.binpb"
    contract = FileDescriptorSet.FromString(descriptor_set("probe.proto"))
    path.write_bytes(contract.SerializeToString())
    entry = Service(name="probe", target=probe.target, descriptors=str(path))
    seldom = Discovery(refresh=60)
    config = settings(tmp_path, services=(entry,), discovery=seldom)
    async with lifted(config) as line:
        del contract.file[-1].service[0].method[1:]
        path.write_bytes(contract.SerializeToString())
        yield line


async def test_a_call_that_meets_unimplemented_has_the_service_looked_at(outdated):
    (service,) = outdated.discovery.services
    service._looked -= 11
    await outdated.call("fail", code=12)
    await outdated.until(lambda _, body: len(body["tools"]) == 1)


async def test_it_is_looked_at_no_oftener_than_every_ten_seconds(outdated):
    (service,) = outdated.discovery.services
    service._looked -= 9
    seen = service._looked
    await outdated.call("fail", code=12)
    await outdated.call("fail", code=12)
    assert (service._looked, service._doubted.is_set()) == (seen, False)


async def test_a_release_that_only_fails_sheds_its_share(releases, tmp_path):
    old, _ = releases
    config = settings(
        tmp_path,
        services=weighted(releases, 1, 1),
        policies=Policies(trip_after=2, probe_pause=60),
    )
    async with lifted(config) as line:
        old.broken = grpc.StatusCode.UNAVAILABLE
        said = [await spoken(line, PhoneCall(turns=1)) for _ in range(40)]
    assert said.count("broken") <= 3
    assert set(said[-10:]) == {"new"}
