"""The edge and the services of this repository, as processes."""

import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import msgspec
import pytest

from demo.__main__ import CALLER, start
from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall

PATIENCE_SECONDS = 10


class Line:
    """Vapi's end of the line to a running edge."""

    def __init__(self, server, secret):
        self.server = server
        self.phone = PhoneCall(caller=CALLER)
        self._credential = Hmac(secret=Secret(secret))

    def post(self, body):
        headers = sign_headers(self._credential, body, time.time())
        url = f"http://{self.server.address}/vapi/webhook"
        return httpx.post(url, content=body, headers=headers, timeout=20)

    def say(self, body):
        response = self.post(body)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content)

    def call_all(self, *calls, phone=None):
        numbered = [(f"call_{n}", *call) for n, call in enumerate(calls)]
        return self.say((phone or self.phone).tool_calls(numbered))["results"]

    def call(self, tool, phone=None, /, **arguments):
        (result,) = self.call_all((tool, arguments), phone=phone)
        return result

    def readiness(self):
        return httpx.get(f"http://{self.server.address}/readyz").json()

    def until(self, met):
        end = time.monotonic() + PATIENCE_SECONDS
        while not met(self.readiness()):
            assert time.monotonic() < end, self.readiness()
            time.sleep(0.05)


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    """A line to the edge, with every embedded service behind it."""
    with ExitStack() as stack:
        folder = Path(tmp_path_factory.mktemp("system"))
        server, secret, services = start(folder, stack)
        line = Line(server, secret)
        line.services = {process.name: process for process in services}
        yield line
