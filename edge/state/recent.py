"""The effects of this process, running or lately done: repeats join them."""

import asyncio
from collections import OrderedDict
from typing import Any

from edge.state.answer import Answer, Use

MOST = 20_000
"""How many are remembered; the oldest go first."""

LIKE_SECONDS = 10.0
"""So long, the same tool with the same arguments is a repeat, whatever its id."""

Key = tuple[str, ...]
Running = asyncio.Future[Answer]


class Recent:
    """Answers by tool call, and by what was asked."""

    def __init__(self, alike: float = LIKE_SECONDS) -> None:
        self._alike = alike
        self._calls: OrderedDict[Key, Running] = OrderedDict()
        self._likes: OrderedDict[Key, tuple[Key, float]] = OrderedDict()

    def find(self, use: Use) -> Running | None:
        """Return the answer to a repeat, once there is one; None for a first."""
        found = self._calls.get(call_key(use))
        if found or not use.fingerprint:
            return found
        first, moment = self._likes.get(like_key(use), (None, 0.0))
        fresh = now() - moment < self._alike
        return self._calls.get(first) if first and fresh else None

    def begin(self, use: Use) -> Running:
        """Remember that a tool call runs, and return where its answer goes."""
        key = call_key(use)
        running = self._calls[key] = asyncio.get_running_loop().create_future()
        if use.fingerprint:
            self._likes[like_key(use)] = (key, now())
            self._likes.move_to_end(like_key(use))
        trim(self._calls)
        trim(self._likes)
        return running

    def forget(self, use: Use) -> None:
        """Forget a tool call that had no answer."""
        self._calls.pop(call_key(use), None)
        self._likes.pop(like_key(use), None)


def trim(memory: OrderedDict[Key, Any]) -> None:
    """Drop the oldest of what is more than the bound."""
    if len(memory) > MOST:
        memory.popitem(last=False)


def call_key(use: Use) -> Key:
    """Return what tells a tool call from every other."""
    return use.call_id, use.tool_call_id


def like_key(use: Use) -> Key:
    """Return what repeats have in common that go by ids of their own."""
    return use.call_id, use.tool, use.fingerprint


def now() -> float:
    """Return the moment, by the loop's clock, which nobody can step."""
    return asyncio.get_running_loop().time()
