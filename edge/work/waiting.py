"""Who waits for a slow tool after all, on whatever replica it runs."""

import asyncio
from collections import Counter
from contextlib import suppress

from edge.state.jobs import TELL, JobId, Jobs
from edge.work.jobs import Telling, read_telling

ASK_SECONDS = 0.1
"""How often one asks for what another replica has done."""

ANSWER, LATER = "answer", "later"
"""Who tells the result: the answer to the webhook, or call control."""


class Waiting:
    """Wakes who waits for a job of this replica, and asks for those of others."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._waiting: Counter[JobId] = Counter()
        self._changed = asyncio.Event()

    def done(self, job: JobId) -> None:
        """Wake who waits for a job."""
        if self._waiting[job]:
            self._changed.set()

    async def result(self, job: JobId, deadline: float) -> Telling | None:
        """Return a job's result, if it is there in time, and ours to tell.

        `deadline` is a moment of the loop's clock. Raises `StoreLost`.
        """
        self._waiting[job] += 1
        try:
            while (left := deadline - asyncio.get_running_loop().time()) > 0:
                found = await self._jobs.find(TELL, job)
                if found:
                    who = await self._jobs.decide(job, ANSWER, seconds=left)
                    return read_telling(found) if who == ANSWER else None
                await self._rest(min(left, ASK_SECONDS))
            return None
        finally:
            self._waiting[job] -= 1
            self._waiting += Counter()  # drops what nobody waits for

    async def _rest(self, seconds: float) -> None:
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
