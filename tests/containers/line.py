"""Vapi's end of the line to an edge in a container."""

import time

import httpx
import msgspec

from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall
from tests.containers.engine import PATIENCE_SECONDS


class Line:
    """Signed webhooks in, parsed answers out."""

    def __init__(self, address: str, secret: str) -> None:
        self.phone = PhoneCall()
        self._credential = Hmac(secret=Secret(secret))
        self._client = httpx.Client(base_url=f"http://{address}", timeout=20)

    def post(self, body, headers=None):
        signed = sign_headers(self._credential, body, time.time())
        return self._client.post(
            "/vapi/webhook", content=body, headers=headers or signed
        )

    def say(self, body):
        response = self.post(body)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content)

    def call_all(self, *calls, phone=None):
        """Call tools given as (tool, arguments); return the results."""
        numbered = [(f"call_{n}", *call) for n, call in enumerate(calls)]
        return self.say((phone or self.phone).tool_calls(numbered))["results"]

    def call(self, tool, phone=None, /, **arguments):
        (result,) = self.call_all((tool, arguments), phone=phone)
        return result

    def readiness(self):
        return self._client.get("/readyz").json()

    def until_complete(self):
        """Wait until the edge knows the tools of every service."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                ready = self.readiness()
            except httpx.TransportError as error:
                ready = {"missing": {"edge": repr(error)}}
            if not ready["missing"]:
                return ready
            assert time.monotonic() < end, ready
            time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._client.close()
