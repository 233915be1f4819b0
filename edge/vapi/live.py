"""The calls that are running now, and which services serve them."""

from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import Protocol

import structlog
from msgspec import Struct

from edge.config.control import Control
from edge.config.secrets import Secret
from edge.errors import Code, ControlFailed, StoreLost
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


class Known(Struct, frozen=True):
    """What is known of one call."""

    services: frozenset[str] = frozenset()
    """Those of which a tool was used."""
    url: Secret | None = None
    """Where the call is controlled, if it can be."""
    ended: bool = False


class LiveCall(Struct):
    """A call, and when a tool of it was last used."""

    seen: float
    known: Known = Known()


class Shared(Protocol):
    """What workers and replicas tell each other of calls."""

    def note(self, call_id: str, known: Known) -> None:
        """Tell the others, soon, what is new of a call."""

    def end(self, call_id: str) -> None:
        """Tell the others, soon, that a call has ended."""

    def find(self, call_id: str, service: str) -> Awaitable[Known | None]:
        """Return what is known of a call that uses a service; raises `StoreLost`."""


def nobody() -> None:
    """Return nobody to share with."""


class LiveCalls:
    """Remembers calls from their first tool call to their end, and acts on them."""

    def __init__(
        self,
        settings: Control,
        clock: Callable[[], float] = monotonic,
        *,
        shared: Callable[[], Shared | None] = nobody,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._shared = shared
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
        self._learn(call_id, call, url, call.known.services.union(services))
        self._forget(now)

    def _learn(
        self, call_id: str, call: LiveCall, url: str, services: frozenset[str]
    ) -> None:
        """Take what is new of a call, and share it."""
        old = call.known
        line = old.url
        if url and not old.ended and not (line and line.value == url):
            line = checked(url, self._settings.hosts)
            if line is None:
                log.warning("control url refused", call_id=call_id)
        new = Known(services=services, url=line, ended=old.ended)
        shared = self._shared()
        if (
            shared
            and not new.ended
            and (line is not old.url or services != old.services)
        ):
            shared.note(call_id, new)
        call.known = new

    def end(self, call_id: str) -> None:
        """Forget how a call is controlled: it has ended."""
        call = self._calls.get(call_id)
        if call:
            call.known = Known(services=call.known.services, ended=True)
        shared = self._shared()
        if shared and 0 < len(call_id) <= LONGEST_ID:
            shared.end(call_id)

    async def send(self, call_id: str, command: Command, *, service: str = "") -> None:
        """Have a running call obey a command; raises `ControlFailed`.

        With a `service`, only if the call has used one of its tools.
        """
        url = await self._url_of(call_id, service)
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

    async def _url_of(self, call_id: str, service: str) -> Secret:
        """Return where a call is controlled, or raise `ControlFailed`."""
        self._forget(self._clock())
        call = self._calls.get(call_id)
        known = call and call.known
        if not known or (service and service not in known.services) or not known.url:
            known = await self._asked(call_id, service) or known
        if not known or (service and service not in known.services):
            raise ControlFailed(*UNKNOWN)
        if known.ended:
            raise ControlFailed(*ENDED)
        if known.url is None:
            raise ControlFailed(*UNCONTROLLED)
        return known.url

    async def _asked(self, call_id: str, service: str) -> Known | None:
        """Return what others know of a call that uses a service."""
        shared = self._shared()
        if not shared or not service or not 0 < len(call_id) <= LONGEST_ID:
            return None
        try:
            return await shared.find(call_id, service)
        except StoreLost:
            return None

    def _forget(self, now: float) -> None:
        """Forget the calls that are idle, or too many."""
        while self._calls:
            oldest = next(iter(self._calls))
            idle = now - self._calls[oldest].seen > self._settings.idle
            if not idle and len(self._calls) <= MOST_CALLS:
                return
            del self._calls[oldest]
