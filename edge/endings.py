"""The end of tasks."""

import asyncio
from collections.abc import Iterable
from typing import Any

AGAIN_SECONDS = 5.0
"""How long a task may take to end before it is told once more."""


async def ended(
    tasks: Iterable["asyncio.Task[Any]"], *, again: float = AGAIN_SECONDS
) -> None:
    """Cancel tasks, anew after `again` seconds, until each is done, however it ends.

    Once is not enough: before Python 3.12, `asyncio.wait_for` forgets that it was
    cancelled where what it waits for is done at that moment (python/cpython#86296).
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        done, pending = await asyncio.wait(pending, timeout=again)
        for task in done:
            if not task.cancelled():
                task.exception()
