"""Listening sockets: one for each worker, all on one address."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from edge.errors import ConfigError

BACKLOG = 1024
"""Connections that wait while a worker is busy, or being replaced."""

Address = tuple[socket.AddressFamily, tuple[Any, ...]]

REUSE_PORT = getattr(socket, "SO_REUSEPORT", None)


def listeners(host: str, port: int, count: int) -> list[list[socket.socket]]:
    """Listen on an address `count` times; the kernel deals connections out.

    A host that has several addresses is listened on at each of them. Port 0 is any
    one that is free. Raises `ConfigError` where it cannot be listened on.
    """
    try:
        first = bound(addresses_of(host, port), shared=False)
        addresses = [(each.family, each.getsockname()) for each in first]
        if count == 1:
            return [first]
        for each in first:  # nobody else is there: now it can be shared
            each.close()
        return [bound(addresses, shared=True) for _ in range(count)]
    except OSError as error:
        raise ConfigError(
            f"cannot listen on {host}:{port}: {error.strerror}"
        ) from error


def addresses_of(host: str, port: int) -> Sequence[Address]:
    """Return each address of a host; of an empty one, all that this machine has."""
    found = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    return list(dict.fromkeys((family, address) for family, *_, address in found))


def bound(addresses: Sequence[Address], *, shared: bool) -> list[socket.socket]:
    """Listen on addresses, all at the port that the first of them has."""
    opened: list[socket.socket] = []
    with ExitStack() as failing:
        for family, (host, port, *rest) in addresses:
            each = failing.enter_context(socket.socket(family, socket.SOCK_STREAM))
            number = port or (opened[0].getsockname()[1] if opened else 0)
            listen(each, (host, number, *rest), shared=shared)
            opened.append(each)
        failing.pop_all()
    return opened


def listen(opened: socket.socket, address: tuple[Any, ...], *, shared: bool) -> None:
    """Listen on one address."""
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared and REUSE_PORT is not None:
        opened.setsockopt(socket.SOL_SOCKET, REUSE_PORT, 1)
    if opened.family is socket.AF_INET6:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    opened.settimeout(0)
    opened.bind(address)
    opened.listen(BACKLOG)


def urls_of(opened: Sequence[socket.socket], scheme: str = "http") -> Iterator[str]:
    """Yield where sockets really listen."""
    for each in opened:
        host, port = each.getsockname()[:2]
        yield f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
