"""Webhooks as Vapi sends them, and the answers that are right."""

import time
from dataclasses import dataclass
from itertools import product
from typing import Any

import msgspec

from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.vapi.auth import sign_headers
from edge.vapi.phone import PhoneCall

PATH = "/vapi/webhook"
SECRET = "the secret of the bench"  # noqa: S105  guards nothing
CREDENTIAL = Hmac(secret=Secret(SECRET))

CITIES = ("Paris", "Oslo", "Porto", "Lima", "Nairobi", "Kyoto", "Boston", "Perth")
DEGREES = {"celsius": "18 degrees Celsius", "fahrenheit": "64 degrees Fahrenheit"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of body."""

    name: str
    turns: int
    """How much was said in the call before: it makes the size."""

    calls: int = 1
    """How many tools are called; 0: an event that wants no answer."""


SMALL = Shape("one tool call, 3 KB", turns=0)
LARGE = Shape("one tool call, 20 KB", turns=30)
SMALL_EVENT = Shape("an event, 3 KB", turns=2, calls=0)
LARGE_EVENT = Shape("an event, 20 KB", turns=30, calls=0)
FIVE = Shape("five tool calls, 6 KB", turns=0, calls=5)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A body, and what the caller has to hear: words by the tool call's id."""

    body: bytes
    words: dict[str, str]

    def request(self, address: str) -> bytes:
        """Return the signed request, as it goes over the wire now."""
        headers = {
            "host": address,
            "user-agent": "axios/1.7",
            "accept": "application/json, text/plain, */*",
            "content-type": "application/json",
            "content-length": str(len(self.body)),
            **sign_headers(CREDENTIAL, self.body, time.time()),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode() + self.body

    def is_answered_by(self, body: bytes) -> bool:
        """Tell whether an answer holds exactly the words."""
        results = msgspec.json.decode(body).get("results", ())
        said = {result["toolCallId"]: result.get("result") for result in results}
        return said == self.words


def webhooks(shape: Shape, tool: str = "get_weather") -> list[Webhook]:
    """Return some webhooks of a kind, of different calls, places and units."""
    if not shape.calls:
        return [event(shape)]
    return [
        webhook(shape, tool, number * shape.calls)
        for number in range(len(CITIES) * len(DEGREES))
    ]


def webhook(shape: Shape, tool: str, first: int) -> Webhook:
    """Return the webhook whose calls are numbered from `first`."""
    kinds = list(product(CITIES, DEGREES))
    calls, words = list[tuple[str, str, dict[str, Any]]](), {}
    for number in range(first, first + shape.calls):
        city, units = kinds[number % len(kinds)]
        name = f"call_{number:024d}"
        calls.append((name, tool, {"location": city, "units": units}))
        words[name] = f"It is {DEGREES[units]} and cloudy in {city}."
    return Webhook(PhoneCall(turns=shape.turns).tool_calls(calls), words)


def event(shape: Shape) -> Webhook:
    """Return a webhook that wants no answer, of which Vapi sends many."""
    phone = PhoneCall(turns=shape.turns)
    return Webhook(phone.message("conversation-update", **phone.history()), {})


def stumbling(milliseconds: int, percent: int) -> Webhook:
    """Return a webhook whose tool now and then takes ten times as long."""
    arguments = {"wait_milliseconds": milliseconds, "slow_percent": percent}
    return Webhook(
        PhoneCall(turns=0).tool_calls([("call_0", "stumble", arguments)]),
        {"call_0": "That was all."},
    )


def waiting(milliseconds: int, shape: Shape) -> Webhook:
    """Return a webhook whose tool takes its time."""
    calls = [("call_0", "wait", {"wait_milliseconds": milliseconds})]
    return Webhook(
        PhoneCall(turns=shape.turns).tool_calls(calls), {"call_0": "That was all."}
    )
