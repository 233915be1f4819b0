"""The ledger of effects: which tool calls were claimed, and what they answered."""

import asyncio
import time
from secrets import token_hex

import msgspec
from msgspec import Struct
from nats.js.api import RawStreamMsg

from edge.errors import StoreLost
from edge.state.answer import STILL, Answer, Use
from edge.state.callers import Callers
from edge.state.connection import EXPECTED, FIRST, Connection
from edge.state.places import Place
from edge.state.recent import LIKE_SECONDS
from edge.state.streams import ONCE
from edge.state.tasks import Tasks

SETTLE_SECONDS = 15.0
"""A cluster elects in 6 seconds; until then the answer is kept here."""

ASK_SECONDS = 0.05
"""How often one looks whether the first is done."""


class Claim(Struct, frozen=True, omit_defaults=True):
    """That a tool call runs, or what it answered."""

    by: str
    """Tells one's own claim from another's."""
    until: float
    """When, in seconds since 1970, it is surely over; a crash leaves it running."""
    answer: Answer | None = None


class Like(Struct, frozen=True):
    """The tool call that asked for this first."""

    tool_call_id: str
    by: str


encode = msgspec.json.Encoder().encode
read_claim = msgspec.json.Decoder(Claim).decode
read_like = msgspec.json.Decoder(Like).decode


class StoredLedger:
    """A ledger in the store, one for all replicas."""

    def __init__(
        self,
        connection: Connection,
        callers: Callers,
        tasks: Tasks,
        *,
        begun: asyncio.Event,
        alike: float = LIKE_SECONDS,
    ) -> None:
        self._connection = connection
        self._callers = callers
        self._tasks = tasks
        self._begun = begun
        """Set once the store is ready, or was waited for in vain."""
        self._alike = alike
        self._by = token_hex(8)

    async def claim(self, use: Use, *, until: float, deadline: float) -> Answer | None:
        """Claim a tool call, or return the answer to a repeat; raises `StoreLost`."""
        try:
            async with asyncio.timeout_at(until):
                await self._begun.wait()
                first = await self._first(use, deadline)
        except TimeoutError as error:
            raise StoreLost("the store was too slow") from error
        if first is None:
            return None
        try:
            async with asyncio.timeout_at(deadline):
                answer = await self._follow(use, first, deadline)
        except TimeoutError:  # the store died while the first was waited for
            return STILL
        if answer and answer is not STILL and first != use.tool_call_id:
            self.settle(use, answer)
        return answer

    def settle(self, use: Use, answer: Answer) -> None:
        """Remember the answer, however long the store takes to confirm."""
        claim = Claim(by=self._by, until=0, answer=answer)
        self._tasks.add(self._write(self._call(use, use.tool_call_id), claim))

    async def _first(self, use: Use, deadline: float) -> str | None:
        """Return the id of the tool call that this one repeats; None: it is first."""
        mine, like = await asyncio.gather(
            self._create(use, deadline), self._create_like(use)
        )
        if not mine:
            return use.tool_call_id
        if like:
            return None
        return await self._first_alike(use)

    async def _first_alike(self, use: Use) -> str | None:
        """Return the tool call that asked for the same shortly before, if one did."""
        subject = self._like(use)
        found = await self._connection.last(subject, ONCE)
        own = await self._connection.last(self._call(use, use.tool_call_id), ONCE)
        if found is None or not found.data or own is None:
            return None
        like = read_like(found.data)
        if like.tool_call_id == use.tool_call_id:
            return None
        if seconds_between(found, own) < self._alike:
            return like.tool_call_id
        fresh = encode(Like(use.tool_call_id, self._by))
        if await self._connection.put(
            subject, fresh, seconds=1, headers={EXPECTED: str(found.seq)}
        ):
            return None
        return await self._first_alike(use)

    async def _create(self, use: Use, deadline: float) -> bool:
        """Claim the tool call's id; tells whether it was free."""
        subject = self._call(use, use.tool_call_id)
        claim = encode(Claim(by=self._by, until=over_at(deadline)))
        if await self._put_first(subject, claim):
            return True
        found = await self._connection.last(subject, ONCE)
        return found is None or found.data == claim

    async def _create_like(self, use: Use) -> bool:
        if not use.fingerprint:
            return True
        like = encode(Like(use.tool_call_id, self._by))
        return await self._put_first(self._like(use), like)

    async def _put_first(self, subject: str, payload: bytes) -> bool:
        return await self._connection.put(subject, payload, seconds=1, headers=FIRST)

    async def _follow(self, use: Use, first: str, deadline: float) -> Answer | None:
        """Return the first's answer; None where it died, and its claim is ours now."""
        subject = self._call(use, first)
        clock = asyncio.get_running_loop().time
        while clock() < deadline - ASK_SECONDS:
            found = await self._connection.last(subject, ONCE)
            claim = read_claim(found.data) if found and found.data else None
            if claim and claim.answer:
                return claim.answer
            if (
                found
                and claim
                and claim.until < time.time()
                and first == use.tool_call_id
            ):
                return await self._take(found, subject, deadline)
            await asyncio.sleep(ASK_SECONDS)
        return STILL

    async def _take(
        self, found: RawStreamMsg, subject: str, deadline: float
    ) -> Answer | None:
        """Take a dead replica's claim over; the service knows it by the same key."""
        claim = encode(Claim(by=self._by, until=over_at(deadline)))
        headers = {EXPECTED: str(found.seq)}
        won = await self._connection.put(subject, claim, seconds=1, headers=headers)
        return None if won else STILL

    async def _write(self, subject: str, claim: Claim) -> None:
        await self._connection.put(subject, encode(claim), seconds=SETTLE_SECONDS)

    def _call(self, use: Use, tool_call_id: str) -> str:
        caller = self._callers.mark(use.caller)
        return Place(caller, use.call_id, ("id", tool_call_id)).subject(ONCE)

    def _like(self, use: Use) -> str:
        caller = self._callers.mark(use.caller)
        path = ("like", use.tool, use.fingerprint)
        return Place(caller, use.call_id, path).subject(ONCE)


def over_at(deadline: float) -> float:
    """Return a moment of the loop's clock in seconds since 1970, and a second more."""
    return time.time() + deadline - asyncio.get_running_loop().time() + 1


def seconds_between(first: RawStreamMsg, second: RawStreamMsg) -> float:
    """Return how much later the second was stored, by the store's own clock."""
    if first.time is None or second.time is None:
        return 0.0
    return (second.time - first.time).total_seconds()
