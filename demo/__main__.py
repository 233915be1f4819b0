"""`make demo`: start everything, play one phone call, stop everything."""

import json
import secrets
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from demo.processes import Process, edge, edge_settings, service
from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall

CALLER = "+12025550142"
ASSISTANT = Path(__file__).parents[1] / "assistants" / "atlas.md"
READY_SECONDS = 15.0

Calls = list[tuple[str, str, dict[str, Any]]]

SCENES: list[tuple[str, Calls]] = [
    (
        "How is the weather in Paris, what do you know of me, and is there any mail?",
        [
            ("call_1", "get_weather", {"location": "Paris"}),
            ("call_2", "lookup_customer", {}),
            ("call_3", "check_email", {"limit": 2}),
        ],
    ),
    (
        "And in Narnia? Oh, and note that I prefer to be called in the afternoon.",
        [
            ("call_4", "get_weather", {"location": "Narnia"}),
            ("call_5", "add_note", {"text": "Prefers to be called in the afternoon."}),
            ("call_6", "get_forecast", {"locaton": "Oslo", "days": "2"}),
        ],
    ),
]
"""What the caller asks, and the tool calls the model makes of it."""


class Vapi:
    """The other end of the line: sends signed webhooks, and waits for words."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._credential = Hmac(secret=Secret(secret))
        self._client = httpx.Client(timeout=20)

    def post(self, body: bytes) -> tuple[dict[str, Any], float]:
        """Send one webhook; return the answer, and how many milliseconds it took."""
        headers = sign_headers(self._credential, body, time.time())
        started = time.perf_counter()
        response = self._client.post(self._url, content=body, headers=headers)
        took = (time.perf_counter() - started) * 1000
        response.raise_for_status()
        return response.json(), took


def main() -> int:
    """Play the call; returns the exit status."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server, secret, _ = start(Path(folder), stack)
        say(f"Everything runs after {time.perf_counter() - began:.1f} s.\n")
        vapi = Vapi(f"http://{server.address}/vapi/webhook", secret)
        play(vapi, server)
    say("\nEverything is stopped.")
    return 0


def start(folder: Path, stack: ExitStack) -> tuple[Process, str, list[Process]]:
    """Start everything; return the edge, its webhook's secret, and the services."""
    services = [stack.enter_context(s) for s in embedded(folder)]
    say(f"Starting the edge and {len(services)} services on free ports …")
    addresses = [(process.name, process.listening()) for process in services]
    secret = secrets.token_urlsafe(32)
    config = folder / "edge.toml"
    context = '{ caller = "lookup_customer" }'
    more = f'[[assistants]]\nfile = "{ASSISTANT}"\ncontext = {context}\n'
    config.write_text(edge_settings(addresses, more=more), encoding="utf-8")
    server = stack.enter_context(edge(str(config), {"VAPI_WEBHOOK_SECRET": secret}))
    await_ready(f"http://{server.listening()}/readyz")
    return server, secret, services


def embedded(folder: Path) -> Iterator[Process]:
    """Yield the services, with embedded defaults and sample data."""
    database = f"sqlite+aiosqlite:///{folder / 'customer.db'}"
    yield service("weather", {"WEATHER_PROVIDER": "sample"})
    yield service(
        "customer", {"CUSTOMER_DATABASE_URL": database, "CUSTOMER_SAMPLE": "1"}
    )
    yield service(
        "email",
        {
            "EMAIL_MAILDIR": str(folder / "maildir"),
            "EMAIL_SAMPLE": "1",
            "EMAIL_OWNERS": CALLER,
        },
    )


def await_ready(url: str) -> None:
    """Wait until the edge has tried every service; raises `RuntimeError`."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        response = httpx.get(url)
        if response.status_code == httpx.codes.OK and not response.json()["missing"]:
            return
        time.sleep(0.05)
    raise RuntimeError(f"the edge is not ready: {response.text}")


def play(vapi: Vapi, server: Process) -> None:
    """Play the phone call, and print what the caller hears."""
    call = PhoneCall(caller=CALLER)
    answer, took = vapi.post(call.assistant_request())
    title(f"The phone rings: {CALLER} calls", took)
    hear(answer["assistant"]["firstMessage"])
    for question, calls in SCENES:
        answer, took = vapi.post(call.tool_calls(calls))
        title(f"“{question}”", took)
        times = tool_times(server, {call_id for call_id, _, _ in calls})
        for entry in answer["results"]:
            tool(entry, times[entry["toolCallId"]])
    answer, took = vapi.post(call.end_of_call_report())
    title("The caller hangs up; Vapi sends its report", took)


def tool_times(server: Process, waiting: set[str]) -> Mapping[str, object]:
    """Return the milliseconds of each tool call, from the edge's own log."""
    times: dict[str, object] = {}
    end = time.monotonic() + READY_SECONDS
    while waiting - set(times) and time.monotonic() < end:
        for line in server.logged("tool call"):
            times[str(line["tool_call_id"])] = line["ms"]
        time.sleep(0.01)
    return times


def title(text: str, milliseconds: float) -> None:
    """Print what happens, and how long Vapi waited."""
    say(f"\n{text}  [{milliseconds:.0f} ms]")


def hear(words: str) -> None:
    """Print what the caller hears first."""
    say(textwrap.fill(words, 78, initial_indent="  ", subsequent_indent="  "))


def tool(entry: Mapping[str, str], milliseconds: object) -> None:
    """Print what one tool says, and how long it took."""
    words = spoken(entry.get("result") or f"(failed) {entry.get('error')}")
    head = f"  {entry['name']:<16}{milliseconds:>7} ms  "
    say(textwrap.fill(words, 100, initial_indent=head, subsequent_indent=" " * 29))


def spoken(result: str) -> str:
    """Return what of a result is said: the model reads the fields, not the caller."""
    return str(json.loads(result)["speech"]) if result.startswith("{") else result


def say(text: str) -> None:
    """Print a line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
