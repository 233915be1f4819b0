"""Which targets have a name, and the addresses behind it."""

import pytest

from edge.tools.addresses import addresses_of

NOWHERE = [
    "unix:/run/weather.sock",
    "ipv4:127.0.0.1:50051,127.0.0.2:50051",
    "dns://127.0.0.1:53/weather:50051",
    "[::1]:50051",
    "weather",
    "nobody.invalid:50051",
    f"{'x' * 64}.test:50051",
]


@pytest.mark.parametrize(
    "target", ["localhost:1", "dns:localhost:1", "dns:///localhost:1"]
)
async def test_a_name_has_addresses(target):
    assert "127.0.0.1" in await addresses_of(target, timeout=5)


@pytest.mark.parametrize("target", NOWHERE)
async def test_a_target_without_a_name_that_is_known_has_none(target):
    assert await addresses_of(target, timeout=5) == frozenset()
