"""The addresses behind a service's name, to see that one was added."""

import asyncio
import re
import socket

NAMED = re.compile(r"(?:dns:(?:///)?)?([^:/\[\]]+):(\d+)")
"""A target that the system's resolver looks up: `host:port`, `dns:///host:port`."""


async def addresses_of(target: str, *, timeout: float) -> frozenset[str]:
    """Return the addresses that a target's name has now.

    None where it has no name that the system knows, or where that takes too long.
    """
    named = NAMED.fullmatch(target)
    if not named:
        return frozenset()
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout):
            found = await loop.getaddrinfo(*named.groups(), type=socket.SOCK_STREAM)
    except (OSError, ValueError):  # TimeoutError, UnicodeError
        return frozenset()
    return frozenset(str(address[0]) for *_, address in found)
