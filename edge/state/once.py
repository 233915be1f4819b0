"""Once: an effect happens once, however often it is asked for."""

import asyncio
from collections.abc import Awaitable
from typing import Literal, Protocol

import structlog
from msgspec.structs import replace

from edge.errors import StoreLost
from edge.state.answer import REFUSED, STILL, Answer, Run, Use
from edge.state.recent import (
    KEEP_SECONDS,
    LIKE_SECONDS,
    SHARED_SECONDS,
    Recent,
    Running,
)

CLAIM_SECONDS = 1.0
"""How long the store may take to say whether a tool call is a repeat."""

CLAIM_SHARE = 1 / 3
"""How much of what is left of the budget it may take at most."""

log = structlog.get_logger(__name__)


class Ledger(Protocol):
    """What replicas share of their effects."""

    def claim(
        self, use: Use, *, until: float, deadline: float
    ) -> Awaitable[Answer | None]:
        """Return the answer to a repeat, or None for a first; raises `StoreLost`.

        It says which before `until`; a repeat's answer may take until `deadline`.
        """

    def settle(self, use: Use, answer: Answer) -> None:
        """Remember the answer, soon."""


class Once:
    """Runs effects, and answers repeats with what the first was answered.

    Without a ledger, repeats are known within this process alone. The same asked for
    under another id is a repeat for `alike` seconds.
    """

    def __init__(
        self, on_loss: Literal["run", "refuse"] = "run", *, alike: float = LIKE_SECONDS
    ) -> None:
        self.on_loss = on_loss
        self._ledger: Ledger | None = None
        self._recent = Recent(alike)

    @property
    def ledger(self) -> Ledger | None:
        """What tells replicas of effects, and remembers them for a day."""
        return self._ledger

    @ledger.setter
    def ledger(self, ledger: Ledger | None) -> None:
        self._ledger = ledger
        self._recent.keep = SHARED_SECONDS if ledger else KEEP_SECONDS

    async def answer(self, use: Use, run: Run, *, deadline: float) -> Answer:
        """Return the answer to a tool call, having its effect unless it was had.

        `deadline` is a moment of the running loop's clock. A call that Vapi gave no
        ids is no repeat of any.
        """
        if not (use.call_id and use.tool_call_id):
            return await run()
        if first := self._recent.find(use):
            return await joined(first, deadline)
        if first := self._recent.join(use):
            return await self._follow(use, first, deadline)
        running = self._recent.begin(use)
        try:
            answer = await self._decide(use, run, deadline)
        except BaseException:
            self._recent.forget(use)
            running.set_result(STILL)
            raise
        running.set_result(answer)
        return answer

    async def _follow(self, use: Use, first: Running, deadline: float) -> Answer:
        """Return the answer of one that asked the same; replicas are to know, too."""
        answer = await joined(first, deadline)
        if self.ledger and first.done() and first.result() is not STILL:
            self.ledger.settle(use, first.result())
        return answer

    async def _decide(self, use: Use, run: Run, deadline: float) -> Answer:
        if self.ledger is None:
            return await run()
        now = asyncio.get_running_loop().time()
        until = now + min(CLAIM_SECONDS, (deadline - now) * CLAIM_SHARE)
        try:
            known = await self.ledger.claim(use, until=until, deadline=deadline)
        except StoreLost as error:
            log.warning("effect not claimed", call_id=use.call_id, why=str(error))
            return await run() if self.on_loss == "run" else REFUSED
        if known:
            log.info("repeat", call_id=use.call_id, tool_call_id=use.tool_call_id)
            return repeated(known)
        answer = await run()
        self.ledger.settle(use, answer)
        return answer


async def joined(first: Running, deadline: float) -> Answer:
    """Return the first call's answer, or words where it will not come in time."""
    left = deadline - asyncio.get_running_loop().time()
    await asyncio.wait([first], timeout=max(0.0, left))
    return repeated(first.result()) if first.done() else STILL


def repeated(answer: Answer) -> Answer:
    """Return an answer as it is given once more: nobody was asked for it."""
    return replace(answer, attempts=0)
