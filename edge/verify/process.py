"""How a service starts and stops, seen on processes of its own."""

import asyncio
import re
from contextlib import suppress
from dataclasses import replace

from edge.tools.schemas.words import listed
from edge.verify.deadlines import cancel
from edge.verify.findings import Finding, Note, Remarks, Unseen
from edge.verify.health import SERVING, state_of
from edge.verify.held import hold
from edge.verify.peer import Peer, connected
from edge.verify.program import started
from edge.verify.subject import last, running

NAME = re.compile(r"tools\.(\w+)\.")
NONSENSE = "nonsense"
LINE = "stdout"
SIGTERM = "SIGTERM"
TRACE = re.compile(r"Traceback|^\s+at |goroutine \d+ \[|panicked at", re.MULTILINE)
POLL_SECONDS = 0.05

ANNOUNCE = "print `<name> listens on <host>:<port>`, flushed, once it serves there"
DRAIN = "on SIGTERM turn NOT_SERVING, finish what runs, and exit 0 within 10 s"
READ = "check SERVICE_ADDRESS at the start; exit non-zero with a line that says why"


async def announced(peer: Peer) -> Remarks:
    """Print `<name> listens on <host>:<port>` on stdout, once that is so."""
    async with started(peer.command) as program:
        place = await program.listening(peer.times.start)
        if place is None:
            yield Finding(LINE, f"no such line; it said {last(program)}", ANNOUNCE)
            return
        names = names_of(peer)
        if names and place.name not in names:
            problem = f"names {place.name}, and the package {listed(names)}"
            yield Finding(LINE, problem, "use one name for both")
        async with connected(replace(peer, address=place.address)) as there:
            state = await state_of(there, "")
        if state != SERVING:
            yield Finding(LINE, f"comes while health is still {state}", ANNOUNCE)


def names_of(peer: Peer) -> list[str]:
    """Return the `<name>` of each package `tools.<name>.v<N>`."""
    found = (NAME.match(service) for service in peer.services)
    return sorted({match[1] for match in found if match})


async def configured(peer: Peer) -> Remarks:
    """Exit non-zero, with words, where SERVICE_ADDRESS is none."""
    subject = f"SERVICE_ADDRESS={NONSENSE}"
    async with started(peer.command, NONSENSE) as program:
        status = await program.ended(peer.times.start)
    if problem := complaint(status, "\n".join(program.said)):
        yield Finding(subject, problem, READ)
    elif len(program.said) > 1:
        yield Note(subject, "ends it with more than the one line that says why")


def complaint(status: int | None, said: str) -> str:
    """Return what is wrong with how a bad setting ends a service; "" if nothing is."""
    if status is None:
        return "is ignored"
    if status == 0:
        return "ends it with status 0"
    if not said.strip():
        return f"ends it with status {status}, without a word"
    return "ends it with a stack trace" if TRACE.search(said) else ""


async def cancelled(peer: Peer) -> Remarks:
    """Go on serving after calls were cancelled, and let none hold up a drain."""
    async with running(peer) as (program, there):
        for method in there.callable:
            await cancel(there, method)
        state = await state_of(there, "")
        if state != SERVING:
            mend = "let go of a call that is over"
            yield Finding("cancellation", f"leaves it {state}", mend)
        program.terminate()
        if await program.ended(peer.times.stop) is None:
            mend = "end the work of a call that its caller has cancelled"
            yield Finding("cancellation", "leaves work that stops no drain", mend)


async def drained(peer: Peer) -> Remarks:
    """On SIGTERM, turn calls away, finish those that run, and exit 0 within 10 s."""
    async with running(peer) as (program, there):
        method = next(iter(there.callable), None)
        held = await hold(there, method) if method else None
        program.terminate()
        if not await turns_away(there):
            yield Finding(SIGTERM, "leaves it SERVING, and taking calls", DRAIN)
        if held is None:
            yield Unseen(SIGTERM, "no tool could be called while it stops")
        elif problem := await held.problem():
            yield Finding(SIGTERM, problem, DRAIN)
        status = await program.ended(peer.times.stop)
        if status is None:
            yield Finding(SIGTERM, f"does not end it in {peer.times.stop:g} s", DRAIN)
        elif status:
            yield Finding(SIGTERM, f"ends it with status {status}", DRAIN)


async def turns_away(peer: Peer) -> bool:
    """Tell whether health is SERVING no more, on a new connection, in due time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(peer.times.settle), connected(peer) as new:
            while await state_of(new, "") == SERVING:  # noqa: ASYNC110  the state is in another process
                await asyncio.sleep(POLL_SECONDS)
            return True
    return False
