"""A service whose name moves to another address is found there within seconds."""

from ipaddress import IPv4Address

import pytest

from chaos.names import Names
from edge.config.settings import Discovery
from tests.conftest import lifted, settings
from tests.probe import Probe, start


@pytest.fixture
async def names():
    server = Names()
    await server.start()
    yield server
    server.close()


async def test_a_service_that_moves_is_found_again(names, tmp_path):
    first, port = await start(Probe())
    target = f"dns://127.0.0.1:{names.port}/probe.test:{port}"
    patient = Discovery(refresh=0.2)  # makes no new channel so soon
    async with lifted(settings(tmp_path, target, discovery=patient)) as line:
        assert (await line.call("nod-silently"))["result"] == "Done."
        await first.stop(None)
        second, _ = await start(Probe(), f"127.0.0.2:{port}")
        names.addresses = [IPv4Address("127.0.0.2")]
        await line.until(lambda _, body: body["missing"] != {})
        await line.until(lambda _, body: body["missing"] == {})
        assert (await line.call("nod-silently"))["result"] == "Done."
        await second.stop(None)
