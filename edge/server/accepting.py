"""Takes connections off a listening socket, when there is a file left for one."""

import asyncio
import errno
import socket
import ssl
from collections.abc import Callable, Iterable

import structlog
from aiohttp import web

from edge.config.connections import Connections
from edge.policies.mentions import Mentions

AT_ONCE = 64
"""Connections taken before others are given a turn."""

PAUSE_SECONDS = 0.05
"""How soon it is tried again where no file was left."""

LIMITS = Connections()

NONE_LEFT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})

log = structlog.get_logger(__name__)


class Acceptor:
    """Has a protocol serve each connection of one socket.

    An event loop's own server closes connections for which no file is left (libuv),
    or leaves them for a second (asyncio): here they wait in the socket's queue.
    """

    def __init__(
        self,
        opened: socket.socket,
        protocol: Callable[[], asyncio.Protocol],
        context: ssl.SSLContext | None = None,
        limits: Connections = LIMITS,
    ) -> None:
        self._socket = opened
        self._protocol = protocol
        self._context = context
        self._limits = limits
        self._mentions = Mentions()
        self._loop = asyncio.get_running_loop()
        self._beginning: dict[asyncio.Task[None], socket.socket | None] = {}
        self._pause: asyncio.TimerHandle | None = None
        self._short = False

    def start(self) -> None:
        """Take connections from now on."""
        self._pause = None
        self._loop.add_reader(self._socket.fileno(), self._take)

    def close(self) -> None:
        """Take no more: what waits is left to whoever else holds the socket."""
        if self._socket.fileno() < 0:
            return
        if self._pause:
            self._pause.cancel()
        self._loop.remove_reader(self._socket.fileno())
        self._socket.close()

    def _take(self) -> None:
        for _ in range(AT_ONCE):
            try:
                connection, _address = self._socket.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                self._short = False
                return
            except OSError as error:
                self._rest(error)
                return
            self._begin(connection)

    def _rest(self, error: OSError) -> None:
        """Leave connections in the queue for a moment."""
        if error.errno not in NONE_LEFT:
            raise error
        if not self._short:
            log.warning("connections wait", why=error.strerror)
        self._short = True
        self._loop.remove_reader(self._socket.fileno())
        self._pause = self._loop.call_later(PAUSE_SECONDS, self.start)

    def _begin(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        if self._context and len(self._beginning) >= self._limits.most:
            next(iter(self._beginning)).cancel()  # of all handshakes the oldest
        beginning = self._loop.create_task(self._serve(connection))
        self._beginning[beginning] = connection
        beginning.add_done_callback(self._begun)

    async def _serve(self, connection: socket.socket) -> None:
        task = asyncio.current_task()
        if task:
            self._beginning[task] = None  # the loop closes what it was given
        seconds = self._limits.head_seconds if self._context else None
        await self._loop.connect_accepted_socket(
            self._protocol,
            connection,
            ssl=self._context,
            ssl_handshake_timeout=seconds,
        )

    def _begun(self, beginning: "asyncio.Task[None]") -> None:
        """Forget a connection that has begun, or whose handshake came to nothing."""
        untouched = self._beginning.pop(beginning, None)
        if untouched:
            untouched.close()
        if not beginning.cancelled() and (error := beginning.exception()):
            why = type(error).__name__
            self._mentions.tell(log.info, "connection not begun", why=why)


class Door:
    """Where connections come in: a runner of their protocol, and its acceptors."""

    def __init__(self, runner: web.ServerRunner, limits: Connections = LIMITS) -> None:
        self._runner = runner
        self._limits = limits
        self._acceptors: list[Acceptor] = []

    async def open(
        self, sockets: Iterable[socket.socket], context: ssl.SSLContext | None
    ) -> None:
        """Take the connections of these sockets."""
        await self._runner.setup()
        server = self._runner.server
        if server is None:
            raise RuntimeError("the runner was not set up")
        self._acceptors = [
            Acceptor(each, server, context, self._limits) for each in sockets
        ]
        for acceptor in self._acceptors:
            acceptor.start()

    async def close(self) -> None:
        """Take no more connections, and end those there are once they are answered."""
        for acceptor in self._acceptors:
            acceptor.close()
        await self._runner.cleanup()
