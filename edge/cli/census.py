"""What a process has under way, told when it is asked."""

import asyncio
import os
from collections import Counter
from typing import Any

import structlog

from edge.policies.load import Load

log = structlog.get_logger(__name__)


def tell(load: Load) -> None:
    """Log how many webhooks and tasks there are, the tasks by what they run.

    Asked by a signal, because it is answered even where no connection gets through.
    """
    tasks = asyncio.all_tasks()
    kinds = Counter(map(name_of, tasks))
    log.info(
        "under way",
        pid=os.getpid(),
        webhooks=load.under_way,
        tasks=len(tasks),
        running=dict(kinds.most_common()),
    )


def name_of(task: "asyncio.Task[Any]") -> str:
    """Return the qualified name of what a task runs."""
    running = task.get_coro()
    return getattr(running, "__qualname__", type(running).__name__)
