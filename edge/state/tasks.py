"""Work that nobody waits for, yet that is finished before the edge stops."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from edge.endings import ended
from edge.errors import StoreLost

log = structlog.get_logger(__name__)


class Tasks:
    """Tasks that are held until they are done, and whose failures are said."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def add(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin a work."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def close(self, seconds: float) -> None:
        """Wait until all is done, but no longer than `seconds`."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        await ended(self._tasks)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, StoreLost):
            log.warning("not stored", why=str(error))
        elif error:
            log.error("background work broke", exc_info=error)
