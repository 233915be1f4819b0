"""How the edge learns its services, and what it does without them."""

import grpc.aio
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from grpc_reflection.v1alpha import reflection_pb2 as pb
from grpc_reflection.v1alpha import reflection_pb2_grpc as rpc

from edge.config.settings import Service
from edge.errors import Code
from edge.speech import SENTENCES
from edge.tools.memory import name_of
from tests.conftest import lifted, settings
from tests.contracts import descriptor_set
from tests.probe import SERVICE, Probe, start

TOOLS = {
    "count",
    "count_for_good",
    "fail",
    "fail_in_words",
    "fail_with_fallback",
    "garble",
    "nod-silently",
    "say_again",
    "sleep",
    "sleep_always",
    "sleep_briefly",
    "tell_all",
    "who_calls",
}


async def test_every_unary_rpc_is_a_tool_but_the_hidden_ones(line):
    _, body = await line.readiness()
    assert set(body["tools"]) == TOOLS
    assert body["status"] == "ready"
    assert body["missing"] == {}
    assert body["problems"] == []


async def test_only_narrows_and_a_name_nobody_offers_is_a_problem(probe, tmp_path):
    entry = Service(name="probe", target=probe.target, only=("sleep", "dance"))
    async with lifted(settings(tmp_path, services=(entry,))) as line:
        _, body = await line.readiness()
    assert body["tools"] == ["sleep"]
    assert body["problems"] == ["probe: only names dance, which it does not offer"]


async def test_of_two_services_with_one_tool_the_first_keeps_it(probe, tmp_path):
    async with lifted(settings(tmp_path, probe.target, probe.target)) as line:
        _, body = await line.readiness()
    assert (
        "say_again is offered by probe and probe-2; probe keeps the name"
        in (body["problems"])
    )


async def test_a_service_without_reflection_is_named(tmp_path):
    server, port = await start(Probe(), reflected=False)
    async with lifted(settings(tmp_path, f"127.0.0.1:{port}")) as line:
        _, body = await line.readiness()
    await server.stop(None)
    assert "no reflection" in body["missing"]["probe"]


async def test_a_descriptor_set_stands_in_for_reflection(tmp_path):
    path = tmp_path / "probe.binpb"
    path.write_bytes(descriptor_set("probe.proto"))
    server, port = await start(Probe(), reflected=False)
    entry = Service(name="p", target=f"127.0.0.1:{port}", descriptors=str(path))
    async with lifted(settings(tmp_path, services=(entry,))) as line:
        assert (await line.call("say_again", text="x"))["result"] == "x"
    await server.stop(None)


async def test_a_descriptor_set_is_the_authority_where_options_got_lost(
    probe, tmp_path
):
    """A reflected contract that lost `fill` would let the model name the caller."""
    contract = FileDescriptorSet.FromString(descriptor_set("probe.proto"))
    path = tmp_path / "probe.binpb"
    path.write_bytes(contract.SerializeToString())
    entry = Service(name="p", target=probe.target, descriptors=str(path))
    async with lifted(settings(tmp_path, services=(entry,))) as line:
        result = await line.call("who_calls", caller_number="+12025550199")
    assert "+12025550199" not in result["result"]


@pytest.mark.parametrize("content", [None, b"\xff\xff"])
async def test_a_descriptor_set_that_is_none_is_named(probe, tmp_path, content):
    path = tmp_path / "probe.binpb"
    if content:
        path.write_bytes(content)
    entry = Service(name="p", target=probe.target, descriptors=str(path))
    async with lifted(settings(tmp_path, services=(entry,))) as line:
        _, body = await line.readiness()
    assert "probe.binpb" in body["missing"]["p"]


async def test_a_service_that_dies_keeps_its_tools_and_comes_back(
    line, probe, tmp_path
):
    await probe.server.stop(None)
    await line.until(lambda _, body: "probe" in body["missing"])
    result = await line.call("say_again", text="x")
    assert result["error"] == SENTENCES[Code.UNAVAILABLE]
    server, _ = await start(Probe(), probe.target)
    await line.until(lambda _, body: not body["missing"])
    assert (await line.call("say_again", text="x"))["result"] == "x"
    await server.stop(None)


async def test_a_restarted_edge_still_knows_the_tools_of_a_dead_service(
    probe, tmp_path
):
    config = settings(tmp_path, probe.target)
    async with lifted(config):
        pass
    await probe.server.stop(None)
    async with lifted(config) as line:
        result = await line.call("fail_with_fallback", code=5)
    assert result["error"] == "The probe is out of order."


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"\x92\x90\x91\xc4\x01x"])
async def test_a_spoilt_memory_of_a_service_is_no_memory(probe, tmp_path, content):
    config = settings(tmp_path, probe.target)
    file = tmp_path / "data" / "contracts" / f"{name_of(config.services[0])}.msgpack"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    async with lifted(settings(tmp_path, probe.target)) as line:
        assert (await line.call("say_again", text="x"))["result"] == "x"


async def test_a_memory_that_cannot_be_written_keeps_nobody_from_calling(
    probe, tmp_path
):
    (tmp_path / "data").write_text("in the way")
    async with lifted(settings(tmp_path, probe.target)) as line:
        assert (await line.call("say_again", text="x"))["result"] == "x"


async def test_a_service_that_is_long_dead_gets_a_new_channel(line, probe):
    await probe.server.stop(None)
    channel = service_of(line)._channels.now
    await line.until(lambda *_: service_of(line)._channels.now is not channel)
    server, _ = await start(Probe(), probe.target)
    await line.until(lambda _, body: not body["missing"])
    assert (await line.call("say_again", text="x"))["result"] == "x"
    await server.stop(None)


def service_of(line):
    return line.discovery.services[0]


class Reflected:
    """A server that shows whatever files a test wants."""

    def __init__(self, *files):
        self.files = files

    async def start(self):
        class Servicer(rpc.ServerReflectionServicer):
            async def ServerReflectionInfo(servicer, requests, context):  # noqa: N805
                async for request in requests:
                    yield self.answer(request)

        server = grpc.aio.server()
        rpc.add_ServerReflectionServicer_to_server(Servicer(), server)
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        return server, f"127.0.0.1:{port}"

    def answer(self, request):
        if request.HasField("list_services"):
            services = [pb.ServiceResponse(name=SERVICE)]
            return pb.ServerReflectionResponse(
                list_services_response=pb.ListServiceResponse(service=services)
            )
        return pb.ServerReflectionResponse(
            file_descriptor_response=pb.FileDescriptorResponse(
                file_descriptor_proto=self.files
            )
        )


def file(name, **fields):
    return FileDescriptorProto(
        name=name, package="tools.probe.v1", syntax="proto3", **fields
    )


def serialized(*files):
    return [f.SerializeToString() for f in files]


SERVING = [{"name": "ProbeService"}]


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ([b"\xff\xff"], "garbage"),
        (serialized(file("a.proto")), "no file defines"),
        (serialized(file("a.proto", dependency=["gone.proto"])), "gone.proto"),
        (
            serialized(
                file("a.proto", service=SERVING), file("b.proto", service=SERVING)
            ),
            "cannot be loaded",
        ),
        (
            serialized(
                file("a.proto", service=SERVING, dependency=["b.proto"]),
                file("b.proto", dependency=["a.proto"]),
            ),
            "cannot be loaded",
        ),
    ],
)
async def test_files_that_make_no_contract_are_named(tmp_path, files, complaint):
    server, target = await Reflected(*files).start()
    async with lifted(settings(tmp_path, target)) as line:
        _, body = await line.readiness()
    await server.stop(None)
    assert complaint in body["missing"]["probe"]
