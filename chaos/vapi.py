"""Vapi's end of the line: signed webhooks, sent once more where they were cut."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import aiohttp

from chaos.clock import Pulse
from edge.config.credentials import Hmac
from edge.config.secrets import Secret
from edge.vapi.auth import sign_headers

PATH = "/vapi/webhook"
SECRET = "the secret of chaos"  # noqa: S105  guards nothing
CREDENTIAL = Hmac(secret=Secret(SECRET))

BACKOFF_SECONDS = 0.5
"""How soon a webhook that was cut is sent once more."""

PATIENCE_SECONDS = 20.0
"""How long Vapi waits (Vapi API, Server.timeoutSeconds)."""

OK = 200

Judge = Callable[[bytes], Iterable[str]]
"""Yields what is wrong with a body."""


@dataclass(slots=True)
class Webhook:
    """One webhook, and what became of it."""

    kind: str
    call_id: str
    began: float
    """In seconds since the run began."""

    faults: tuple[str, ...]
    """What was broken when it was sent."""

    seconds: float = 0.0
    """How long its last sending took."""

    waited: float = 0.0
    """How much of it somebody waited for a processor."""

    sendings: int = 0
    status: int = 0
    body: bytes = b""
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """The connections that carry one phone call's webhooks."""

    session: aiohttp.ClientSession
    call_id: str


class Vapi:
    """Sends webhooks, and judges what comes back."""

    def __init__(self, address: str, budget: float, pulse: Pulse) -> None:
        self._url = f"http://{address}{PATH}"
        self._most = budget + 0.1
        self._pulse = pulse
        self.began = time.monotonic()
        self.webhooks: list[Webhook] = []
        self.faults: Callable[[], tuple[str, ...]] = tuple
        """Returns what is broken now."""
        self.excuses: Callable[[], bool] = bool
        """Tells whether a connection may be cut now."""

    def now(self) -> float:
        """Return the seconds since the run began."""
        return time.monotonic() - self.began

    async def send(self, line: Line, kind: str, body: bytes, judge: Judge) -> Webhook:
        """Send a webhook, once more if it was cut, and judge its answer."""
        webhook = Webhook(kind, line.call_id, self.now(), self.faults())
        await self._post(line.session, body, webhook)
        if not webhook.status:
            await asyncio.sleep(BACKOFF_SECONDS)
            await self._post(line.session, body, webhook)
        webhook.faults = tuple({*webhook.faults, *self.faults()})
        self._judge(webhook, judge)
        webhook.body = b"" if not webhook.wrong else webhook.body[:2000]
        self.webhooks.append(webhook)
        return webhook

    async def _post(
        self, session: aiohttp.ClientSession, body: bytes, webhook: Webhook
    ) -> None:
        """Send it once; its status stays 0 where the connection was cut."""
        headers = {
            "content-type": "application/json",
            **sign_headers(CREDENTIAL, body, time.time()),
        }
        webhook.sendings += 1
        started = time.monotonic()
        try:
            async with session.post(self._url, data=body, headers=headers) as response:
                webhook.body = await response.read()
                webhook.status = response.status
        except aiohttp.ClientError:
            if not self.excuses():
                webhook.wrong.append("cut, though no process of the edge's died")
        except TimeoutError:
            webhook.wrong.append("no answer at all")
        webhook.seconds = time.monotonic() - started
        webhook.waited = self._pulse.late_since(started)

    def _judge(self, webhook: Webhook, judge: Judge) -> None:
        if webhook.seconds - webhook.waited > self._most:
            webhook.wrong.append(f"late: {webhook.seconds:.3f} s")
        if webhook.status == OK:
            webhook.wrong += judge(webhook.body)
        else:
            webhook.wrong.append(f"status {webhook.status}: {webhook.body[:80]!r}")


def opened() -> aiohttp.ClientSession:
    """Open the connections of one phone call."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS))
