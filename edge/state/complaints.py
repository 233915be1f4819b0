"""An embedded server that lives, yet writes no more: who notices tells who keeps it.

A disk that was full for a moment leaves a stream so. The edge that notices may be
another process than the one that keeps the server; both know its folder.
"""

import asyncio
from pathlib import Path

import structlog

LOOK_SECONDS = 1.0

NAME = "stuck"

log = structlog.get_logger(__name__)


def complain(folder: Path) -> None:
    """Have the server over a folder started again."""
    try:
        (folder / NAME).touch()
    except OSError as error:
        log.warning("the store's server is stuck", why=error.strerror)


async def complained(folder: Path) -> None:
    """Return once somebody complains of the server over a folder."""
    complaint = folder / NAME
    complaint.unlink(missing_ok=True)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if complaint.exists():
            break
    log.error("the store's server writes no more, and is started again")
