"""Tool calls that go on behind the call: acknowledged once their job is durable."""

import asyncio
from time import time

import structlog

from edge.config.secrets import Secret
from edge.context import Context
from edge.errors import InvalidArguments, StoreLost
from edge.invoke.requests import payload_of
from edge.state.answer import Answer
from edge.state.jobs import TELL, TOOL, Jobs
from edge.state.parking import Parked, Parking
from edge.state.tasks import Tasks
from edge.tools.background import Background
from edge.tools.tool import Tool
from edge.vapi.tool_calls import ToolCall
from edge.work.attempts import answer_of, arguments_of
from edge.work.jobs import Telling, ToolJob, encode, job_of
from edge.work.waiting import Waiting

BEGUN = "I've started that. I'll tell you when it's done."
LATE = "That is taking longer than expected. I'll tell you when it's done."
UNCERTAIN = (
    "I can't tell yet whether that has started. "
    "If it has, I'll tell you when it's done."
)
"""Claims neither success nor failure: the job may be stored, or not."""

TELL_SECONDS = 15.0

log = structlog.get_logger(__name__)


class BehindTheCall:
    """Begins slow tools, and knows which calls may be told of them."""

    def __init__(
        self, jobs: Jobs, parking: Parking, waiting: Waiting, tasks: Tasks
    ) -> None:
        self._jobs = jobs
        self._parking = parking
        self._waiting = waiting
        self._tasks = tasks

    async def begin(
        self, tool: Tool, call: ToolCall, context: Context, deadline: float
    ) -> Answer:
        """Make a tool call a job, and say so; or its result, if that comes in time.

        `deadline` is a moment of the loop's clock.
        """
        try:
            arguments = arguments_of(call)
            payload_of(tool, arguments, context, call.id)
        except InvalidArguments as error:
            return answer_of(error, tool, context)
        if tool.background is None:
            raise ValueError(f"{tool.name} has no background")
        left = deadline - asyncio.get_running_loop().time()
        answer_by = time() + left if tool.background.waits else 0.0
        job = job_of(call, arguments, context, tool.background, answer_by)
        return await self._begin(job, tool.background, context, deadline)

    def ended(self, context: Context) -> None:
        """Forget how a call was controlled: it has ended."""
        self._tasks.add(self._jobs.drop_line(context.caller_number, context.call_id))

    def began(self, context: Context) -> None:
        """Have a call told what its caller's earlier calls were not."""
        url = context.control_url
        if context.caller_number and url:
            self._tasks.add(self._tell_parked(context, url))

    async def _begin(
        self, job: ToolJob, terms: Background, context: Context, deadline: float
    ) -> Answer:
        try:
            await self._put(job, context.control_url, deadline)
            found = (
                await self._waiting.result(job.id, deadline) if terms.waits else None
            )
        except StoreLost as error:
            log.warning("job not confirmed", call_id=job.call_id, why=str(error))
            return Answer(UNCERTAIN, failed=False, outcome="UNCERTAIN")
        if found:
            return Answer(found.words, found.failed, found.outcome)
        words = terms.words or (LATE if terms.waits else BEGUN)
        return Answer(words, failed=False, outcome="BEGUN")

    async def _put(self, job: ToolJob, url: Secret | None, deadline: float) -> None:
        """Make a job durable, and keep beside it where its call is controlled."""
        left = deadline - asyncio.get_running_loop().time()
        putting = self._jobs.put(TOOL, job.id, encode(job), seconds=left)
        if url is None:
            await putting
            return
        holding = self._jobs.hold_line(job.id, url, seconds=left)
        _, put = await asyncio.gather(holding, putting, return_exceptions=True)
        if isinstance(put, BaseException):
            raise put

    async def _tell_parked(self, context: Context, url: Secret) -> None:
        for subject, parked in await self._parking.waiting(context.caller_number):
            telling = telling_of(parked, context)
            await self._jobs.hold_line(telling.id, url, seconds=TELL_SECONDS)
            await self._jobs.put(
                TELL, telling.id, encode(telling), seconds=TELL_SECONDS
            )
            await self._parking.take(subject)


def telling_of(parked: Parked, context: Context) -> Telling:
    """Return what tells a parked result in a later call."""
    return Telling(
        tool=parked.tool,
        tool_call_id=parked.tool_call_id,
        call_id=context.call_id,
        caller=context.caller_number,
        words=parked.words,
        failed=parked.failed,
        outcome="PARKED",
        next_call=True,
        earlier=parked.call_id,
    )
