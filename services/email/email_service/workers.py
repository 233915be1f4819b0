"""The threads that wait for mailboxes: a bounded number of them."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from threading import Semaphore, Thread
from typing import Generic, TypeVar

from email_service.deadline import Deadline
from email_service.errors import Busy, MailError, TooLate

Answer = TypeVar("Answer")
Work = Callable[[Deadline], Answer]

logger = logging.getLogger(__name__)


class Job(Thread, Generic[Answer]):
    """One piece of work on a thread of its own."""

    def __init__(
        self, work: Work[Answer], deadline: Deadline, places: Semaphore
    ) -> None:
        # A daemon, so that a name server that hangs cannot hold up the exit.
        super().__init__(name="mailbox", daemon=True)
        self._work, self._deadline, self._places = work, deadline, places
        self.answer: Future[Answer] = Future()

    def run(self) -> None:
        """Do the work; whatever it raises becomes a `MailError`."""
        try:
            self._settle()
        finally:
            self._places.release()

    def _settle(self) -> None:
        if not self.answer.set_running_or_notify_cancel():
            return
        try:
            self.answer.set_result(self._work(self._deadline))
        except MailError as error:
            self.answer.set_exception(error)
        except Exception as error:
            logger.exception("a mailbox broke")
            self.answer.set_exception(MailError(repr(error)))


class Workers:
    """At most `size` jobs at once; one more is refused rather than queued."""

    def __init__(self, size: int) -> None:
        self._places = Semaphore(size)

    async def run(self, work: Work[Answer], seconds: float) -> Answer:
        """Return what `work` returns within `seconds`.

        Raises `Busy` at once when all are at work, `TooLate`, and what `work` raises.
        Work that is waited for no longer finds its deadline expired.
        """
        if not self._places.acquire(blocking=False):
            raise Busy("every worker is at work")
        deadline = Deadline(seconds)
        job = Job(work, deadline, self._places)
        job.start()
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.wrap_future(job.answer)
        except TimeoutError as error:
            raise TooLate("the mailbox did not answer") from error
        finally:
            deadline.expire()
