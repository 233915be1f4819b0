"""The calls that are running now, and which services serve them."""

from collections.abc import Callable, Iterable
from time import monotonic

import structlog
from msgspec import Struct

from edge.config.control import Control
from edge.config.secrets import Secret
from edge.errors import Code, ControlFailed
from edge.vapi.commands import Command
from edge.vapi.control import ENDED, CallControl
from edge.vapi.control_url import checked

MOST_CALLS = 10_000
"""Calls that are remembered: the one longest without a tool call goes first."""

LONGEST_ID = 128
"""Characters of the longest id of a call that is remembered; Vapi's have 36."""

UNKNOWN = (Code.NOT_FOUND, "No such call has used your tools.")
UNCONTROLLED = (Code.FAILED_PRECONDITION, "The call cannot be controlled.")

log = structlog.get_logger(__name__)


class LiveCall(Struct):
    """What is remembered of one call."""

    seen: float
    services: frozenset[str] = frozenset()
    """Those of which a tool was used."""
    url: Secret | None = None
    """Where the call is controlled, if it can be."""
    ended: bool = False


class LiveCalls:
    """Remembers calls from their first tool call to their end, and acts on them."""

    def __init__(
        self, settings: Control, clock: Callable[[], float] = monotonic
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._control = CallControl(settings)
        self._calls: dict[str, LiveCall] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def note(self, call_id: str, url: str, services: Iterable[str]) -> None:
        """Remember that a call, controlled at `url`, uses tools of these services."""
        if not 0 < len(call_id) <= LONGEST_ID:
            return
        now = self._clock()
        call = self._calls.pop(call_id, None) or LiveCall(now)
        self._calls[call_id] = call  # the dictionary's order is that of last use
        call.seen = now
        call.services = call.services.union(services)
        if url and not call.ended and not (call.url and call.url.value == url):
            call.url = checked(url, self._settings.hosts)
            if call.url is None:
                log.warning("control url refused", call_id=call_id)
        self._forget(now)

    def end(self, call_id: str) -> None:
        """Forget how a call is controlled: it has ended."""
        call = self._calls.get(call_id)
        if call:
            call.ended, call.url = True, None

    async def send(self, call_id: str, command: Command, *, service: str = "") -> None:
        """Have a running call obey a command; raises `ControlFailed`.

        With a `service`, only if the call has used one of its tools.
        """
        url = self._url_of(call_id, service)
        try:
            await self._control.send(url, command)
        except ControlFailed as error:
            if error.code is Code.FAILED_PRECONDITION:
                self.end(call_id)
            raise

    async def aclose(self) -> None:
        """Close the connections, and forget every call."""
        self._calls.clear()
        await self._control.close()

    def _url_of(self, call_id: str, service: str) -> Secret:
        """Return where a call is controlled, or raise `ControlFailed`."""
        self._forget(self._clock())
        call = self._calls.get(call_id)
        if call is None or (service and service not in call.services):
            raise ControlFailed(*UNKNOWN)
        if call.ended:
            raise ControlFailed(*ENDED)
        if call.url is None:
            raise ControlFailed(*UNCONTROLLED)
        return call.url

    def _forget(self, now: float) -> None:
        """Forget the calls that are idle, or too many."""
        while self._calls:
            oldest = next(iter(self._calls))
            idle = now - self._calls[oldest].seen > self._settings.idle
            if not idle and len(self._calls) <= MOST_CALLS:
                return
            del self._calls[oldest]
