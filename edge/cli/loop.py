"""The event loop that commands run in."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_in_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine in the fastest loop the system has."""
    if sys.platform == "win32":  # where there is no uvloop
        return asyncio.run(work)
    import uvloop  # noqa: PLC0415  see above

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)
