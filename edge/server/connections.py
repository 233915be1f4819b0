"""Connections of strangers: how many, how long, and what is said of them."""

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import Any

import structlog
from aiohttp import ClientPayloadError, web
from aiohttp.http import HttpProcessingError

from edge.config.connections import Connections
from edge.policies.mentions import Mentions

LINGER_SECONDS = 1.0
"""How long the rest of a body that is refused is read, so that the answer arrives."""

SHARE = 16
"""Which part of the connections makes room for others: a sixteenth."""

STRANGERS_FAULT = (HttpProcessingError, ClientPayloadError, ConnectionError)

log = structlog.get_logger(__name__)


class Connection(web.RequestHandler):
    """One connection, from which anything may come."""

    __slots__ = ("_head_seconds", "_mentions")

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401  aiohttp's own
        head_seconds: float,
        mentions: Mentions,
        **options: Any,  # noqa: ANN401  aiohttp's own
    ) -> None:
        super().__init__(*arguments, **options)
        self._head_seconds = head_seconds
        self._mentions = mentions

    @property
    def idle(self) -> bool:
        """Whether it waits for a request."""
        return self._waiter is not None

    @property
    def requests(self) -> int:
        """How many requests came."""
        return self._request_count

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, and end where no whole head comes in time.

        aiohttp closes what idles, and takes a half-sent head for idling: the first
        time it looks is brought forward.
        """
        super().connection_made(transport)
        if self._keepalive_handle:
            self._keepalive_handle.cancel()
        moment = self._loop.time() + self._head_seconds
        self._next_keepalive_close_time = moment
        self._keepalive_handle = self._loop.call_at(moment, self._process_keepalive)

    def close(self) -> None:
        """Close once the request under way is answered, and have the answer say so.

        Else the other end may send the next request while this one closes.
        """
        super().close()
        request = self._current_request
        if request is not None:
            request._message = request._message._replace(should_close=True)  # noqa: SLF001  aiohttp tells no other way

    def force_close(self) -> None:
        """Close at once, even where answers wait that the other end does not take."""
        transport = self.transport
        super().force_close()
        if isinstance(transport, asyncio.Transport):
            transport.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no HTTP, without repeating any of it in the log."""
        if not isinstance(exc, STRANGERS_FAULT):
            return super().handle_error(request, status, exc, message)
        why = type(exc).__name__
        self._mentions.tell(
            log.warning, "request refused", status=400, why=why, remote=request.remote
        )
        response = web.Response(status=400, text="Bad Request")
        response.force_close()
        return response


class Listener(web.Server):
    """Makes connections, no more than so many, and ends those that are stuck."""

    def __init__(self, *arguments: Any, limits: Connections, **options: Any) -> None:  # noqa: ANN401  aiohttp's own
        super().__init__(*arguments, **options)
        self._limits = limits
        self._mentions = Mentions()
        self._busy: dict[web.RequestHandler, int] = {}
        self._sweeping: asyncio.TimerHandle | None = None

    def __call__(self) -> Connection:
        """Return the protocol of a new connection."""
        limits = self._limits
        return Connection(
            self,
            loop=self._loop,
            head_seconds=limits.head_seconds,
            mentions=self._mentions,
            keepalive_timeout=limits.idle_seconds,
            lingering_time=LINGER_SECONDS,
            auto_decompress=limits.compressed,
            **self._kwargs,
        )

    def connection_made(
        self, handler: web.RequestHandler, transport: asyncio.Transport
    ) -> None:
        """Make room for a connection, or turn it away where everyone is busy."""
        super().connection_made(handler, transport)
        if self._sweeping is None:
            self._sweep()
        if len(self._connections) > self._limits.most:
            self._make_room(handler)

    async def shutdown(self, timeout: float | None = None) -> None:
        """End every connection, and stop looking after them."""
        if self._sweeping:
            self._sweeping.cancel()
        await super().shutdown(timeout)

    def _make_room(self, newest: web.RequestHandler) -> None:
        """Close some connections at once, for to look for them takes its time."""
        count = max(1, self._limits.most // SHARE)
        for unwanted in list(islice(self._spare(), count)) or [newest]:
            del self._connections[unwanted]
            unwanted.force_close()

    def _spare(self) -> Iterator[web.RequestHandler]:
        """Yield who can be spared: first who never asked anything, oldest first."""
        idle = [c for c in self.connections if isinstance(c, Connection) and c.idle]
        yield from (connection for connection in idle if not connection.requests)
        yield from (connection for connection in idle if connection.requests)

    def _sweep(self) -> None:
        """End each request that was under way at the last look, and still is."""
        busy = {c: count_of(c) for c in self.connections if count_of(c)}
        for connection, requests in busy.items():
            if self._busy.get(connection) == requests:
                self._mentions.tell(
                    log.warning, "request given up", seconds=self._limits.stuck_seconds
                )
                connection.force_close()
        self._busy = busy
        self._sweeping = self._loop.call_later(self._limits.stuck_seconds, self._sweep)


def count_of(connection: web.RequestHandler) -> int:
    """Return the number of the request that is under way; 0 where none is."""
    if isinstance(connection, Connection) and not connection.idle:
        return connection.requests
    return 0
