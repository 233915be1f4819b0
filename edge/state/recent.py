"""The effects of this process, running or lately done: repeats join them."""

import asyncio
from collections import OrderedDict

from edge.state.answer import Answer, Use

MOST = 20_000
"""How many are remembered; the oldest go first."""

KEEP_SECONDS = 3600.0
"""How long: whoever sends a webhook again has done so, or given up, long before."""

SHARED_SECONDS = 600.0
"""How long where a ledger knows of them, too."""

LIKE_SECONDS = 10.0
"""So long, the same tool with the same arguments is a repeat, whatever its id."""

Key = tuple[str, ...]
Running = asyncio.Future[Answer]
Memory = OrderedDict[Key, tuple[Running, float]]
"""By when each began, the oldest first."""


class Recent:
    """Answers by tool call, and by what was asked."""

    def __init__(
        self, alike: float = LIKE_SECONDS, *, keep: float = KEEP_SECONDS
    ) -> None:
        self.keep = keep
        """Seconds for which an answer is remembered."""
        self._alike = alike
        self._calls: Memory = OrderedDict()
        self._likes: Memory = OrderedDict()

    def __len__(self) -> int:
        return len(self._calls)

    def find(self, use: Use) -> Running | None:
        """Return the answer to a repeat, once there is one; None for a first."""
        found = self._calls.get(call_key(use))
        return found[0] if found else None

    def join(self, use: Use) -> Running | None:
        """Return the answer to the same under another id, asked for a moment ago.

        From now on that id is a repeat, too, however late it comes again.
        """
        trim(self._likes, now() - self._alike)
        found = self._likes.get(like_key(use)) if use.fingerprint else None
        if found is None:
            return None
        self._remember(use, found[0])
        return found[0]

    def begin(self, use: Use) -> Running:
        """Remember that a tool call runs, and return where its answer goes."""
        running = asyncio.get_running_loop().create_future()
        self._remember(use, running)
        if use.fingerprint:
            self._likes[like_key(use)] = running, now()
            self._likes.move_to_end(like_key(use))
            trim(self._likes, now() - self._alike)
        return running

    def _remember(self, use: Use, running: Running) -> None:
        moment = now()
        self._calls[call_key(use)] = running, moment
        trim(self._calls, moment - self.keep)

    def forget(self, use: Use) -> None:
        """Forget a tool call that had no answer."""
        self._calls.pop(call_key(use), None)
        self._likes.pop(like_key(use), None)


def trim(memory: Memory, before: float) -> None:
    """Drop what began before that moment, and the oldest of too many."""
    while memory:
        key, (_, moment) = next(iter(memory.items()))
        if moment >= before and len(memory) <= MOST:
            break
        del memory[key]


def call_key(use: Use) -> Key:
    """Return what tells a tool call from every other."""
    return use.call_id, use.tool_call_id


def like_key(use: Use) -> Key:
    """Return what repeats have in common that go by ids of their own."""
    return use.call_id, use.tool, use.fingerprint


def now() -> float:
    """Return the moment, by the loop's clock, which nobody can step."""
    return asyncio.get_running_loop().time()
