"""Slow tools, run behind the call by whichever replica takes the job."""

import asyncio
from dataclasses import replace
from time import perf_counter, time

import structlog

from edge import speech
from edge.errors import CallFailed, Code, ToolError, UnknownTool, Withheld
from edge.invoke import invoke
from edge.state.answer import Answer
from edge.state.dead import Dead
from edge.state.interactions import Interaction
from edge.state.jobs import TELL, Jobs
from edge.state.parts import State
from edge.state.worker import Again, Task, pause_after
from edge.tools.tool import Effects, Tool
from edge.tools.toolbox import Toolbox
from edge.work.attempts import answer_of
from edge.work.jobs import Telling, ToolJob, encode, read_job
from edge.work.waiting import Waiting

TRIES = 6
"""How often a tool is asked that answers, and may be asked again."""

UNREACHED_TRIES = 240
"""How often a service is called that is away: for about an hour."""

QUICK_TRIES, QUICK_PAUSE, LONGEST_PAUSE = 10, 3.0, 15.0
"""A service that comes back soon is not waited for long: pauses in seconds."""

PUT_SECONDS = 15.0
"""A cluster elects in 6 seconds; until then the result is kept here."""

PASSING = frozenset(
    {
        Code.UNKNOWN,
        Code.DEADLINE_EXCEEDED,
        Code.RESOURCE_EXHAUSTED,
        Code.ABORTED,
        Code.INTERNAL,
        Code.UNAVAILABLE,
    }
)
"""Codes that another attempt may not meet again."""

log = structlog.get_logger(__name__)


class ToolRunner:
    """Runs the jobs of tools, and leaves what came of them to be told."""

    def __init__(
        self, toolbox: Toolbox, jobs: Jobs, dead: Dead, state: State, waiting: Waiting
    ) -> None:
        self._toolbox = toolbox
        self._jobs = jobs
        self._dead = dead
        self._state = state
        self._waiting = waiting

    async def run(self, task: Task) -> None:
        """Run one job; raises `Again` where another attempt may help."""
        job = read_job(task.data)
        if await self._jobs.find(TELL, job.id):
            return  # it was run, and only that it was is lost
        started = perf_counter()
        tool: Tool | None = None
        try:
            tool = self._toolbox.pick(job.tool, job.call_id)
            answer = await asked(tool, job)
        except ToolError as error:
            if may_pass(error, tool, task.attempt):
                log.info("slow tool fails", tool=job.tool, why=str(error))
                most = QUICK_PAUSE if task.attempt <= QUICK_TRIES else LONGEST_PAUSE
                raise Again(min(pause_after(task.attempt), most)) from error
            answer = answer_of(error, tool, job.context)
            if answer.failed:
                await self._dead.bury(task.subject, task.data, "tool", str(error))
        await self._settle(job, tool, answer)
        self._note(job, tool, answer, task.attempt, perf_counter() - started)

    async def _settle(self, job: ToolJob, tool: Tool | None, answer: Answer) -> None:
        terms = tool.background if tool else None
        telling = Telling(
            tool=job.tool,
            tool_call_id=job.tool_call_id,
            call_id=job.call_id,
            caller=job.caller,
            words=answer.words,
            failed=answer.failed,
            outcome=answer.outcome,
            says=bool(terms and terms.says),
            next_call=bool(terms and terms.next_call),
            answer_by=job.answer_by,
        )
        await self._jobs.put(TELL, job.id, encode(telling), seconds=PUT_SECONDS)
        self._waiting.done(job.id)

    def _note(
        self,
        job: ToolJob,
        tool: Tool | None,
        answer: Answer,
        attempts: int,
        spent: float,
    ) -> None:
        log.info(
            "slow tool",
            call_id=job.call_id,
            tool_call_id=job.tool_call_id,
            tool=job.tool,
            outcome=answer.outcome,
            ms=round(spent * 1000, 1),
        )
        if self._state.record:
            entry = Interaction(
                at=time(),
                kind="job",
                name=job.tool,
                id=job.tool_call_id,
                service=tool.service if tool else "",
                rpc=tool.method.full_name if tool else "",
                target=tool.target if tool else "",
                words=answer.words,
                outcome=answer.outcome,
                failed=answer.failed,
                attempts=attempts,
                ms=round(spent * 1000, 1),
            )
            self._state.record.note(job.context, entry)


async def asked(tool: Tool, job: ToolJob) -> Answer:
    """Ask the service, with the job's own deadline; raises `ToolError`."""
    seconds = tool.background.deadline if tool.background else tool.deadline
    response = await invoke(
        replace(tool, deadline=seconds),
        job.arguments,
        context=job.context,
        tool_call_id=job.tool_call_id,
        deadline=asyncio.get_running_loop().time() + seconds,
    )
    return Answer(speech.line(tool.result_of(response)), failed=False, outcome="OK")


def may_pass(error: ToolError, tool: Tool | None, attempt: int) -> bool:
    """Tell whether a failure may pass, and the tool may be asked again.

    What was never sent may always be; a service that is away comes back.
    """
    if isinstance(error, (Withheld, UnknownTool)) or tool is None:
        return attempt < UNREACHED_TRIES
    if tool.effects is Effects.UNKNOWN or not isinstance(error, CallFailed):
        return False
    most = UNREACHED_TRIES if error.code is Code.UNAVAILABLE else TRIES
    return error.code in PASSING and attempt < most
