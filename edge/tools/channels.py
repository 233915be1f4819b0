"""The channel to one service, and those that come in its place."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import structlog

from edge.config import settings
from edge.endings import ended
from edge.errors import ConfigError
from edge.tools.addresses import addresses_of
from edge.tools.channel import Channel, healthy, open_channel, reopen, retire
from edge.tools.tool import Call

HEALTH_SECONDS = 1.0
"""How long a healthy service takes at most to say so."""

Listen = Callable[..., Any]
"""A gRPC method of bytes: `listen(request, timeout=…, metadata=…)`."""

Ending = Coroutine[Any, Any, None]

log = structlog.get_logger(__name__)


class Channels:
    """One channel at a time; another is opened where that one is of no more use."""

    def __init__(self, config: settings.Service) -> None:
        """Raise `ConfigError` where a file of its TLS cannot be read."""
        self.now = open_channel(config)
        self._config = config
        self._addresses: frozenset[str] = frozenset()
        self._watch: asyncio.Future[None] | None = None
        self._former: set[Channel] = set()
        self._closing: set[asyncio.Task[None]] = set()

    def unary(self, path: str) -> Call:
        """Return an rpc of bytes; for now, until another channel is opened."""
        return self.now.unary_unary(path)

    def stream(self, path: str) -> Listen:
        """Return an rpc of bytes that answers with a stream; for now, as above."""
        return self.now.unary_stream(path)

    async def healthy(self) -> bool:
        """Tell whether the service says that it serves; never raises."""
        return await healthy(self.now, timeout=HEALTH_SECONDS)

    async def changed(self) -> None:
        """Wait until the connection is lost, or found.

        One watch serves all who wait one after the other: gRPC cannot end a watch,
        and would keep each that is given up until the connection changes.
        """
        if self._watch is None or self._watch.done():
            state = self.now.get_state()
            watching = self.now.wait_for_state_change(state)
            self._watch = asyncio.ensure_future(watching)
        watch = self._watch
        await asyncio.wait([watch])
        if not watch.cancelled():
            watch.exception()  # the channel is closed: its successor is told by others

    async def follow(self, *, timeout: float) -> bool:
        """Have a replica that joined take its share; tell if another channel is open.

        gRPC asks for the addresses of a name once a connection is lost, not before.
        """
        found = await addresses_of(self._config.target, timeout=timeout)
        joined = found - self._addresses if self._addresses else None
        if joined:
            try:
                new = await reopen(self._config, timeout=HEALTH_SECONDS)
            except ConfigError:
                new = None
            if new is None:  # as much as a look later
                return False
            self._replace(new, retire)
            name, addresses = self._config.name, sorted(joined)
            log.info("replicas joined", service=name, addresses=addresses)
        self._addresses = found or self._addresses
        return bool(joined)

    def renew(self) -> bool:
        """Start over, and cancel the calls over the old channel; tell if one is open.

        None is where a file of its TLS cannot be read, as yet.
        """
        try:
            new = open_channel(self._config)
        except ConfigError:
            return False
        self._replace(new, Channel.close)
        return True

    async def close(self, grace: float | None) -> None:
        """Close all; calls have `grace` seconds, or are cancelled."""
        self._watch_no_more()
        await ended(self._closing)
        for channel in tuple(self._former):  # whose closing was ended before it began
            await channel.close()
        await self.now.close(grace)

    def _replace(self, new: Channel, end: Callable[[Channel], Ending]) -> None:
        """Use another channel from now on, and see to the end of the one before."""
        old, self.now = self.now, new
        self._watch_no_more()
        self._former.add(old)
        task = asyncio.create_task(end(old))
        self._closing.add(task)
        task.add_done_callback(partial(self._closed, old))

    def _closed(self, channel: Channel, task: "asyncio.Task[None]") -> None:
        self._closing.discard(task)
        if not task.cancelled():
            self._former.discard(channel)

    def _watch_no_more(self) -> None:
        if self._watch:
            self._watch.cancel()
            self._watch = None
