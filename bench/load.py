"""The caller: keeps connections busy, and checks every answer."""

import select
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter
from typing import Self

from bench.webhooks import Webhook

STALL_SECONDS = 30.0
ROOM = 1 << 18
"""What a socket takes without waiting: more than the largest request."""

END = b"\r\n\r\n"
OK = b"HTTP/1.1 200 "

Check = Callable[[Webhook, bytes], bool]
"""Tells whether a body answers a webhook."""


class WrongAnswer(Exception):
    """A server under test did not do what it is measured by."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and the very bytes that answer it."""

    request: bytes
    answer: bytes


@dataclass(slots=True)
class Connection:
    """One connection, on which a request at a time is under way."""

    socket: socket.socket
    exchange: Exchange
    sent: float = 0.0
    received: bytes = b""

    def send(self, exchange: Exchange) -> None:
        """Send the next request."""
        self.exchange = exchange
        self.received = b""
        self.sent = perf_counter()
        self.socket.sendall(exchange.request)

    def receive(self) -> bool:
        """Take what has arrived; tell whether it is the whole answer.

        Raises `WrongAnswer` if it cannot become the right one.
        """
        data = self.socket.recv(ROOM)
        self.received = received = self.received + data if self.received else data
        head = received.find(END)
        whole = head + len(END) + len(self.exchange.answer)
        right = received[: len(OK)] == OK[: len(received)]
        if right and len(received) == whole and received.endswith(self.exchange.answer):
            return True
        more = bool(data) and (head < 0 or len(received) < whole)
        if right and more:
            return False
        raise WrongAnswer(f"{received[:2000]!r} instead of {self.exchange.answer!r}")


class Load:
    """Connections to one server, all kept busy."""

    def __init__(
        self, address: str, exchanges: Sequence[Exchange], *, connections: int
    ) -> None:
        self._exchanges = cycle(exchanges)
        self._sockets = [connect(address) for _ in range(connections)]
        self._connections = {
            each.fileno(): Connection(each, exchanges[0]) for each in self._sockets
        }
        self._poll = select.epoll()
        for number in self._connections:
            self._poll.register(number, select.EPOLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._sockets:
            each.close()
        self._poll.close()

    def run(self, seconds: float) -> list[float]:
        """Send for so long and await all answers; return the latencies in seconds."""
        latencies: list[float] = []
        end = perf_counter() + seconds
        for connection in self._connections.values():
            connection.send(next(self._exchanges))
        waiting = len(self._connections)
        while waiting:
            for connection in self._answered():
                now = perf_counter()
                latencies.append(now - connection.sent)
                if now < end:
                    connection.send(next(self._exchanges))
                else:
                    waiting -= 1
        return latencies

    def _answered(self) -> Iterator[Connection]:
        """Wait, and yield the connections whose answer is complete."""
        ready = self._poll.poll(STALL_SECONDS)
        if not ready:
            raise WrongAnswer(f"silent for {STALL_SECONDS} s")
        for number, _ in ready:
            connection = self._connections[number]
            if connection.receive():
                yield connection


def connect(address: str) -> socket.socket:
    """Open one connection."""
    host, _, port = address.rpartition(":")
    opened = socket.create_connection((host, int(port)), STALL_SECONDS)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
    return opened


def learn(address: str, webhooks: Sequence[Webhook], check: Check) -> list[Exchange]:
    """Send each webhook once, and keep the right answers to compare others with.

    Raises `WrongAnswer` for one that is not right.
    """
    return [exchange(address, webhook, check) for webhook in webhooks]


def exchange(address: str, webhook: Webhook, check: Check) -> Exchange:
    """Send one webhook; return it with its answer, or raise `WrongAnswer`."""
    request = webhook.request(address)
    with closing(connect(address)) as opened:
        opened.sendall(request)
        head, body = answer(opened)
    if not head.startswith(OK) or not check(webhook, body):
        raise WrongAnswer(
            f"{head[:60]!r} {body[:500]!r} does not answer {webhook.words}"
        )
    return Exchange(request, body)


def answer(opened: socket.socket) -> tuple[bytes, bytes]:
    """Read one answer, whatever it says; return head and body."""
    with opened.makefile("rb") as stream:
        head = b"".join(iter(stream.readline, b"\r\n"))
        sizes = [
            int(line.partition(b":")[2])
            for line in head.lower().splitlines()
            if line.startswith(b"content-length:")
        ]
        return head, stream.read(sizes[0]) if sizes else b""
