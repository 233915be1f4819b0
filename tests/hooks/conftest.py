"""An edge with a desk behind it that answers what Vapi asks."""

import json
from contextlib import asynccontextmanager

import pytest

from edge.config.hooks import KINDS, Hooks
from edge.config.settings import Server, Service
from tests.conftest import lifted, settings
from tests.hooks.desk import Desk, served

ALL = dict.fromkeys(KINDS, "desk")


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
async def target(desk):
    """Where the desk answers everything."""
    async with served(desk) as address:
        yield address


@pytest.fixture
def edge(tmp_path):
    """Return what lifts an edge whose hooks are bound to a service at an address."""

    @asynccontextmanager
    async def lift(address, *, ready=True, budget=5.0, **changes):
        hooks = changes.pop("hooks", Hooks(**ALL))
        services = (Service(name="desk", target=address),)
        config = settings(
            tmp_path,
            services=services,
            hooks=hooks,
            server=Server(budget=budget),
            **changes,
        )
        async with lifted(config, ready=ready) as line:
            line.ask = asker(line)
            yield line

    return lift


def asker(line):
    """Return what sends a message of a type, and returns the answer."""

    async def ask(kind, /, **fields):
        call = {"id": "call-1", "type": "inboundPhoneCall"}
        message = {"type": kind, "call": call, **fields}
        return await line.say(json.dumps({"message": message}).encode())

    return ask
