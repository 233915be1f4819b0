"""What waits in the store: jobs, parked results and dead letters, for an operator."""

from collections.abc import AsyncIterator

import msgspec
from msgspec import Struct
from nats.js.errors import NotFoundError

from edge.errors import StoreLost
from edge.state import dead, events, parking
from edge.state.connection import Connection, converted
from edge.state.jobs import DONE, TELL, TOOL
from edge.state.places import token
from edge.state.reading import Stored, read
from edge.state.streams import DEAD, EVENTS, JOBS, ONCE, PARKED

PUT_SECONDS = 10.0

PREFIXES = {"job": JOBS, "parked": PARKED, "dead": DEAD}
"""How an item's id begins, by where it lies."""


class Item(Struct, kw_only=True, omit_defaults=True):
    """One thing that waits."""

    id: str
    """Such as "dead-7"."""
    state: str
    call: str
    """The call it belongs to, as it is spelled in the store."""
    caller: str
    """The caller's mark."""
    name: str = ""
    """The tool, or the worker that gave up."""
    at: float
    """Seconds since 1970."""
    why: str = ""
    data: msgspec.Raw = msgspec.Raw(b"null")
    """All of it, where that is JSON."""


class Brief(Struct, frozen=True):
    """What every kind of job tells of itself."""

    tool: str = ""


async def items(connection: Connection) -> AsyncIterator[Item]:
    """Yield what waits, jobs first; raises `StoreLost`."""
    async for entry in unfinished(connection, TOOL):
        if not await told(connection, entry):
            yield item_of("job", "to be run", entry, read_brief(entry.data).tool)
    async for entry in unfinished(connection, TELL):
        if await marker(connection, entry) != DONE:
            yield item_of("job", "to be told", entry, read_brief(entry.data).tool)
    async for entry in read(connection, PARKED):
        parked = parking.decode(entry.data)
        state = "for the next call" if parked.next_call else "parked"
        yield item_of("parked", state, entry, parked.tool, parked.why)
    async for entry in read(connection, DEAD):
        letter = dead.decode(entry.data)
        yield item_of("dead", "given up", entry, letter.worker, letter.why)


async def find(connection: Connection, item_id: str) -> Stored | None:
    """Return what an id stands for, or None; raises `StoreLost`."""
    prefix, _, number = item_id.partition("-")
    if prefix not in PREFIXES or not number.isdecimal():
        return None
    start = int(number)
    found = read(connection, PREFIXES[prefix], start=start, stop=start + 1)
    return await anext(found, None)


async def drop(connection: Connection, entry: Stored) -> None:
    """Remove a thing that waits; raises `StoreLost`."""
    with converted():
        await connection.stream.delete_msg(entry.tokens[0], entry.sequence)


async def retry(connection: Connection, entry: Stored) -> None:
    """Have a dead letter tried again, or a parked result told; raises `StoreLost`."""
    if entry.tokens[0] == PARKED:
        result = msgspec.structs.replace(parking.decode(entry.data), next_call=True)
        await connection.put(entry.subject, parking.encode(result), seconds=PUT_SECONDS)
        return
    letter = dead.decode(entry.data)
    if letter.subject.startswith(EVENTS):
        await bring_again(connection, letter, entry.sequence)
    else:
        await run_again(connection, letter)
    await drop(connection, entry)


async def bring_again(connection: Connection, letter: dead.Letter, number: int) -> None:
    """Have an event brought again to who did not take it, and to nobody else."""
    stored = events.decode(letter.data)
    names = [n for n in stored.subscribers if f"event-{token(n)}" == letter.worker]
    again = msgspec.structs.replace(stored, subscribers=tuple(names))
    subject = f"{letter.subject}.again-{number}"
    await connection.put(subject, events.encode(again), seconds=PUT_SECONDS)


async def run_again(connection: Connection, letter: dead.Letter) -> None:
    """Have a job run as if it never had been."""
    for kind in (TOOL, TELL):
        await connection.purge(JOBS, kindred(letter.subject, kind))
    await connection.purge(ONCE, kindred(letter.subject, "told", ONCE))
    if not await connection.put(letter.subject, letter.data, seconds=PUT_SECONDS):
        raise StoreLost("the job is there already")


async def unfinished(connection: Connection, kind: str) -> AsyncIterator[Stored]:
    """Yield the jobs of a kind that may not be finished."""
    start = 1
    with converted():
        try:
            info = await connection.stream.consumer_info(JOBS, kind)
            start = (info.ack_floor.stream_seq if info.ack_floor else 0) + 1
        except NotFoundError:
            start = 1
    async for entry in read(connection, JOBS, f"{JOBS}.*.*.{kind}.*", start=start):
        yield entry


async def told(connection: Connection, entry: Stored) -> bool:
    """Tell whether what came of a tool's job is known."""
    return await connection.last(kindred(entry.subject, TELL), JOBS) is not None


async def marker(connection: Connection, entry: Stored) -> bytes:
    """Return who told a result, or was to."""
    found = await connection.last(kindred(entry.subject, "told", ONCE), ONCE)
    return bytes(found.data or b"") if found else b""


def kindred(subject: str, kind: str, stream: str = JOBS) -> str:
    """Return where another thing of the same tool call lies."""
    _, caller, call, _, own = subject.split(".")
    return f"{stream}.{caller}.{call}.{kind}.{own}"


def item_of(prefix: str, state: str, entry: Stored, name: str, why: str = "") -> Item:
    """Return an entry as an item."""
    _, caller, call, *_ = entry.tokens
    return Item(
        id=f"{prefix}-{entry.sequence}",
        state=state,
        call=call,
        caller=caller,
        name=name,
        at=entry.at,
        why=why,
        data=msgspec.Raw(entry.data),
    )


read_brief = msgspec.json.Decoder(Brief).decode
