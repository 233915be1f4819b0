"""A stand-in for Vapi, for services to command."""

import grpc.aio
import pytest
from msgspec.structs import replace
from protophone.v1 import call_control_pb2
from protophone.v1.call_control_pb2_grpc import CallControlServiceStub

from edge.config.secrets import Secret
from tests.conftest import lifted, settings
from tests.controllable import controllable


@pytest.fixture
async def vapi(tmp_path):
    """Where calls are controlled, at `.url` and by `.settings`."""
    async with controllable(tmp_path) as vapi:
        yield vapi


TOKENS = {
    "probe": Secret("the probe's token, long"),
    "probe-2": Secret("another one's token"),
}


@pytest.fixture
def control(vapi):
    """Settings by which the edge serves call control on a free port."""
    return replace(vapi.settings, address="127.0.0.1:0", tokens=TOKENS)


@pytest.fixture
async def line(probe, tmp_path, control):
    """Vapi's end of a line to an edge that serves call control to its services."""
    config = settings(tmp_path, probe.target, "127.0.0.1:1", control=control)
    async with lifted(config) as line:
        yield line


@pytest.fixture
async def caller(line):
    """The service's end: `await caller("Say", token=…, call_id=…)`."""
    async with grpc.aio.insecure_channel(line.app.control.address) as channel:
        yield Caller(channel)


class Caller:
    """Calls rpcs by their names."""

    def __init__(self, channel):
        self.stub = CallControlServiceStub(channel)

    async def __call__(self, rpc, *, token=TOKENS["probe"].value, **fields):
        request = getattr(call_control_pb2, f"{rpc}Request")(**fields)
        metadata = (("authorization", f"Bearer {token}"),) if token else ()
        return await getattr(self.stub, rpc)(request, metadata=metadata, timeout=5)

    async def code(self, rpc, **named):
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await self(rpc, **named)
        return caught.value.code().name
