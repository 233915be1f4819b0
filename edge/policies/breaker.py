"""Whether a service is worth asking, going by its last answers and its health.

Ours, because those of the field (purgatory, aiobreaker) wrap each call in a context
manager of 4 µs, and find out by a caller's own tool call whether a service is back.
"""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from enum import Enum
from time import monotonic
from typing import Any

import structlog

from edge.config.policies import Policies
from edge.errors import Code

WINDOW = (1 << 20) - 1
"""A bit for each of the last 20 attempts."""

FORGET_SECONDS = 60.0
"""After how long without a failure the earlier ones say nothing any more."""

SUSPECT_SECONDS = 1.0
"""How soon after one look at a doubtful service's health there may be another."""

TRIAL_SECONDS = 10.0
"""After how long a trial keeps nobody else from trying: it may be a long job."""

FAILING = frozenset({Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED})
"""What says that a service is dead or drowning; with any other status it answers."""

Probe = Callable[[], Awaitable[bool]]
"""Looks at the service's health; never raises."""

log = structlog.get_logger(__name__)


class State(Enum):
    """How a service stands."""

    CLOSED = "answers"
    OPEN = "left alone"
    TRYING = "tried with one tool call"


class Breaker:
    """Opens when attempts fail, and tries again when the service is healthy."""

    def __init__(self, name: str, probe: Probe, changed: Callable[[], None]) -> None:
        self.state = State.CLOSED
        self.strained = False
        """Whether a good answer is news."""
        self.terms = Policies()
        self._name = name
        self._probe = probe
        self._changed = changed
        self._closed = False
        self._history = 0
        self._tried = 0.0
        self._failed = self._suspected = -FORGET_SECONDS
        self._callers: deque[str] = deque(maxlen=WINDOW.bit_count())
        self._tasks: set[asyncio.Task[None]] = set()

    def answered(self) -> None:
        """Take note of a good answer; to be called only while `strained`."""
        if self.state is State.TRYING:
            self._turn(State.CLOSED)
        elif self.state is State.CLOSED:
            self._history = (self._history << 1) & WINDOW
            self.strained = self._history != 0

    def failed(self, code: Code, call_id: str) -> None:
        """Take note of an answer that was none."""
        if code not in FAILING:
            if self.strained:
                self.answered()
        elif self.state is State.TRYING:
            self._turn(State.OPEN)
        elif self.state is State.CLOSED:
            self._blame(code, call_id)

    def trial_is_due(self) -> bool:
        """Tell whether another call may try, for the last has not come back."""
        now = monotonic()
        due = self.state is State.TRYING and now - self._tried > TRIAL_SECONDS
        if due:
            self._tried = now
        return due

    def returned(self) -> None:
        """Have a service that was away and is back tried with the next call."""
        if self.state is State.OPEN:
            self._watch_no_more()
            self._turn(State.TRYING)

    def close(self) -> None:
        """Look at the service no more."""
        self._closed = True
        self._watch_no_more()

    def _watch_no_more(self) -> None:
        for task in self._tasks:
            task.cancel()

    def _blame(self, code: Code, call_id: str) -> None:
        now = monotonic()
        if now - self._failed > FORGET_SECONDS:
            self._forget()
        self._failed = now
        late = code is Code.DEADLINE_EXCEEDED
        # One caller's slow questions say nothing of the others'.
        if not (late and call_id in self._callers):
            self._history = (self._history << 1 | 1) & WINDOW
            self.strained = True
        self._callers.append(call_id)
        tripped = self._tripped()
        if tripped and len(set(self._callers)) > 1:
            self._turn(State.OPEN)
        elif (tripped or late) and now - self._suspected > SUSPECT_SECONDS:
            self._suspected = now
            self._begin(self._suspect())

    def _tripped(self) -> bool:
        after = self.terms.trip_after
        last = (1 << after) - 1
        in_a_row = self._history & last == last
        return in_a_row or self._history.bit_count() >= 2 * after

    def _forget(self) -> None:
        self._history = 0
        self._callers.clear()

    def _turn(self, state: State) -> None:
        log.warning("breaker", service=self._name, service_is=state.value)
        self.state = state
        self._tried = monotonic()
        self.strained = state is not State.CLOSED
        if state is State.CLOSED:
            self._forget()
        if state is State.OPEN:
            self._begin(self._wait())
        self._changed()

    def _begin(self, watch: Coroutine[Any, Any, None]) -> None:
        if self._closed:
            watch.close()
            return
        task = asyncio.create_task(watch)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _suspect(self) -> None:
        """Open where a service that is late, or fails one caller, is not healthy."""
        healthy = await self._probe()
        if not healthy and self.state is State.CLOSED:
            self._turn(State.OPEN)

    async def _wait(self) -> None:
        """Wait until the service is healthy, then have it tried."""
        healthy = False
        while not healthy:
            pause = self.terms.probe_pause
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))  # noqa: S311  spreads
            healthy = await self._probe()
        self._turn(State.TRYING)
