"""Work from a stream: each thing done at least once, by any replica."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog
from msgspec import Struct
from nats.aio.msg import Msg

from edge.endings import ended
from edge.errors import StoreLost
from edge.state.connection import Connection, converted
from edge.state.dead import Dead
from edge.state.pull import Pull, consumer

AHEAD = 2
"""How many times as much is held as is worked on: no hand waits for the store."""

PAUSES = (0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300)
"""Seconds before the next attempt, by how many there were; the last again and again."""

LOST_SECONDS = 0.5
"""How soon a task is done again that the store was lost for."""

TRIES = 5
"""How often what breaks the edge itself is tried."""

log = structlog.get_logger(__name__)


class Task(Struct, frozen=True):
    """One thing to be done."""

    subject: str
    data: bytes
    attempt: int
    """Counted from 1, those of replicas that died included."""
    at: float
    """When it was stored, in seconds since 1970."""


class Again(Exception):
    """The task is to be done again, after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again after {seconds:.1f} s")
        self.seconds = seconds


class GiveUp(Exception):
    """The task cannot be done; it goes to the dead letters with the reason."""


Do = Callable[[Task], Awaitable[None]]
"""Does a task; returning, it is done for good. Raises `Again` or `GiveUp`."""


class Worker:
    """The hands of one replica for one kind of task."""

    def __init__(
        self,
        connection: Connection,
        dead: Dead,
        do: Do,
        *,
        stream: str,
        subject: str,
        name: str,
        at_once: int,
        new: bool = False,
    ) -> None:
        self.stream = stream
        self.name = name
        self._dead = dead
        self._do = do
        self._hands = asyncio.Semaphore(at_once)
        self._tasks: set[asyncio.Task[None]] = set()
        config = consumer(name, subject, new=new)
        self._pull = Pull(connection, config, self._begin, room=at_once * AHEAD)

    async def run(self) -> None:
        """Work until cancelled; what is not finished then is another's at once."""
        try:
            await self._pull.run(self.stream)
        finally:
            try:
                await self._pull.give_back()
            except StoreLost as error:
                log.info("tasks left to time", worker=self.name, why=str(error))
            finally:
                await ended(self._tasks)

    def _begin(self, message: Msg) -> None:
        task = asyncio.create_task(self._finish(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finish(self, message: Msg) -> None:
        """Do a task and settle its message; a store that is lost settles it later."""
        try:
            pause = await self._persist(task_of(message))
            with converted():
                if pause is None:
                    await message.ack_sync()
                else:
                    await message.nak(delay=pause)
        except StoreLost as error:
            log.warning("task not settled", worker=self.name, why=str(error))
        finally:
            self._pull.release(message)

    async def _persist(self, task: Task) -> float | None:
        """Do a task as `_attempt` does; a store that is lost is waited for.

        Whoever cannot reach it cannot keep the task either: another takes it over.
        """
        while True:
            try:
                return await self._attempt(task)
            except StoreLost as error:
                log.warning("task waits", worker=self.name, why=str(error))
                await asyncio.sleep(LOST_SECONDS)

    async def _attempt(self, task: Task) -> float | None:
        """Do a task; returns the seconds to wait for another attempt, or None."""
        try:
            async with self._hands:
                await self._do(task)
        except Again as again:
            return again.seconds
        except GiveUp as reason:
            await self._dead.bury(task.subject, task.data, self.name, str(reason))
        except StoreLost:
            raise
        except Exception as error:
            log.exception("task broke", worker=self.name, subject=task.subject)
            if task.attempt < TRIES:
                return pause_after(task.attempt)
            await self._dead.bury(task.subject, task.data, self.name, repr(error))
        return None


def task_of(message: Msg) -> Task:
    """Return the task of a message."""
    found = message.metadata
    return Task(
        message.subject,
        message.data,
        found.num_delivered or 1,
        found.timestamp.timestamp(),
    )


def pause_after(attempt: int) -> float:
    """Return the seconds before another attempt, spread so that none meet."""
    pause = PAUSES[min(attempt, len(PAUSES)) - 1]
    return pause * random.uniform(0.75, 1.25)  # noqa: S311  spreads, hides nothing
