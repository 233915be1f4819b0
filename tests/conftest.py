"""A real service and a real edge, on ports of their own, for every test."""

import os
import time
from contextlib import asynccontextmanager

import pytest
import structlog
from aiohttp.test_utils import BaseTestServer, TestClient

from edge.__main__ import GRPC
from edge.app import App
from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.config.settings import Config, Discovery, Server, Service
from edge.server.running import runner_of
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall
from tests.issuer import issuing
from tests.probe import Probe, start

os.environ.update(GRPC)  # as the program has it

SECRET = Hmac(secret=Secret("the secret of the tests"))
PATIENCE_SECONDS = 10


class Line:
    """Vapi's end of the line: signed webhooks in, parsed answers out."""

    def __init__(self, client, app, call):
        self.client = client
        self.app = app
        self.discovery = app.discovery
        self.health = app.health
        self.phone = call

    async def post(self, body, headers=None, path="/vapi/webhook"):
        signed = sign_headers(SECRET, body, time.time()) if headers is None else headers
        return await self.client.post(path, data=body, headers=signed)

    async def say(self, body):
        response = await self.post(body)
        assert response.status == 200, await response.text()
        return await response.json()

    async def call_all(self, *calls, phone=None):
        """Call tools given as (tool, arguments); return the results."""
        numbered = [(f"call_{n}", *call) for n, call in enumerate(calls)]
        body = (phone or self.phone).tool_calls(numbered)
        return (await self.say(body))["results"]

    async def call(self, tool, phone=None, /, **arguments):
        (result,) = await self.call_all((tool, arguments), phone=phone)
        return result

    async def readiness(self):
        response = await self.client.get("/readyz")
        return response.status, await response.json()

    async def until(self, met):
        """Ask /readyz until it meets a condition."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            status, body = await self.readiness()
            if met(status, body):
                return body
            assert time.monotonic() < end, body


def settings(tmp_path, *targets, **changes):
    """Return settings for services named probe, probe-2, …"""
    defaults = {
        "server": Server(budget=1.0),
        "credentials": (SECRET,),
        "services": tuple(
            Service(name=f"probe-{n}" if n > 1 else "probe", target=target)
            for n, target in enumerate(targets, 1)
        ),
        "discovery": Discovery(retry=0.1, refresh=0.2, memory=str(tmp_path / "data")),
    }
    return Config(**(defaults | changes))


class Served(BaseTestServer):
    """An edge on a port of its own, as `edge serve` runs it."""

    def __init__(self, app, config):
        super().__init__()
        self.app = app
        self.config = config

    async def _make_runner(self, **_):
        return runner_of(self.app.handle, self.config)


@asynccontextmanager
async def lifted(config, *, ready=True):
    """Run an edge, and yield Vapi's end of a line to it."""
    app = App(config)
    async with app.running(), TestClient(Served(app, config)) as client:
        line = Line(client, app, PhoneCall())
        if ready:
            await line.until(lambda status, _: status == 200)
        yield line


@pytest.fixture(autouse=True)
def quiet():
    """Have no test inherit the log that another has configured."""
    yield
    structlog.reset_defaults()


@pytest.fixture
async def probe():
    """A service that does as it is told; `.target` is its address."""
    probe = Probe()
    probe.server, port = await start(probe)
    probe.target = f"127.0.0.1:{port}"
    yield probe
    await probe.server.stop(None)


@pytest.fixture
async def line(probe, tmp_path):
    """Vapi's end of a line to an edge with the probe behind it."""
    async with lifted(settings(tmp_path, probe.target)) as line:
        yield line


@pytest.fixture
async def issuer():
    """A running authorization server."""
    async with issuing() as issuer:
        yield issuer
