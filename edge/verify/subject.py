"""Where the service that is examined runs, and who starts it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from edge.errors import DiscoveryError
from edge.verify.peer import Peer, Times, connected
from edge.verify.program import ANY_PORT, Program, started


@asynccontextmanager
async def located(
    command: Sequence[str], address: str | None, times: Times
) -> AsyncIterator[str]:
    """Yield where the service is; with a command it is started there, and stopped.

    Without an address it is started on a free port. Raises `DiscoveryError` if it
    does not start.
    """
    if not command:
        yield address or ANY_PORT
        return
    async with listening(command, address or ANY_PORT, times) as (program, found):
        yield found
        program.terminate()
        await program.ended(times.stop)


@asynccontextmanager
async def running(peer: Peer) -> AsyncIterator[tuple[Program, Peer]]:
    """Start another process of the peer, and yield both, connected.

    Raises `DiscoveryError` if it does not start.
    """
    async with (
        listening(peer.command, ANY_PORT, peer.times) as (program, address),
        connected(replace(peer, address=address)) as there,
    ):
        yield program, there


@asynccontextmanager
async def listening(
    command: Sequence[str], address: str, times: Times
) -> AsyncIterator[tuple[Program, str]]:
    """Start a service, and yield it and where it listens."""
    async with started(command, address) as program:
        place = await program.listening(times.start)
        if place is None:
            said = last(program)
            raise DiscoveryError(f"it does not say where it listens, but {said}")
        yield program, place.address


def last(program: Program) -> str:
    """Return the last line of a program, quoted."""
    return repr(program.said[-1]) if program.said else "nothing"
