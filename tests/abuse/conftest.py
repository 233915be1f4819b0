"""An edge with bounds that a test can reach."""

import time
from contextlib import asynccontextmanager

import pytest

from edge.config.connections import Connections
from edge.config.settings import Server
from edge.vapi.auth import sign_headers
from tests.conftest import SECRET, lifted, settings

BOUNDS = {
    "most": 40,
    "head_seconds": 0.4,
    "body_seconds": 0.4,
    "idle_seconds": 0.8,
    "stuck_seconds": 0.5,
}
BUDGET = 5.0
MOST_BYTES = 1 << 20


@pytest.fixture
def besieged(probe, tmp_path):
    """Return what lifts an edge with bounds of one's own."""

    @asynccontextmanager
    async def lift(**bounds):
        server = Server(
            budget=BUDGET,
            max_body=MOST_BYTES,
            connections=Connections(**(BOUNDS | bounds)),
        )
        async with lifted(settings(tmp_path, probe.target, server=server)) as line:
            line.budget = BUDGET
            line.sign = lambda body: sign_headers(SECRET, body, time.time())
            line.listener = line.client.server.runner.server
            yield line

    return lift


@pytest.fixture
async def line(besieged):
    """A line to such an edge."""
    async with besieged() as line:
        yield line
