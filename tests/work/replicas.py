"""Edges as processes that share one store, a slow service, and Vapi."""

import time

import httpx
import msgspec

from demo.processes import Process
from demo.processes import edge as edge_process
from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall

SECRET = "the secret of the tests"

SETTINGS = """\
[server]
port = 0
[discovery]
memory = "{memory}"
[[services]]
name = "slow"
target = "{target}"
[store]
{store}
[control]
hosts = ["localhost"]
private = true
ca = "{ca}"
"""

READY_SECONDS = 20


def replica(folder, name, *, target, store, ca, workers=1) -> Process:
    """Return an edge that shares its store with others."""
    path = folder / f"{name}.toml"
    memory = str(folder / name)
    path.write_text(SETTINGS.format(memory=memory, target=target, store=store, ca=ca))
    environ = {"VAPI_WEBHOOK_SECRET": SECRET}
    return edge_process(str(path), environ, workers=workers)


def ready(process):
    """Wait until an edge answers calls, and return it."""
    url = f"http://{process.listening()}/readyz"
    end = time.monotonic() + READY_SECONDS
    while httpx.get(url).status_code != 200:
        assert time.monotonic() < end
    return process


async def post(client, process, body):
    """Send a signed webhook; return status and answer."""
    headers = sign_headers(Hmac(secret=Secret(SECRET)), body, time.time())
    url = f"http://{process.address}/vapi/webhook"
    response = await client.post(url, content=body, headers=headers, timeout=10)
    return response.status_code, response.json() if response.is_success else None


def controlled(phone: PhoneCall, url: str, *calls) -> bytes:
    """Return a tool-calls webhook of a call that is controlled at an address."""
    message = msgspec.json.decode(phone.tool_calls(calls))
    message["message"]["call"]["monitor"] = {"controlUrl": url}
    return msgspec.json.encode(message)
