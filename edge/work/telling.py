"""Results told in the call that is running, by call control."""

from time import time

import structlog

from edge.config.control import Control
from edge.errors import Code, ControlFailed
from edge.state.interactions import Interaction
from edge.state.jobs import Jobs
from edge.state.parking import Parked, Parking
from edge.state.parts import State
from edge.state.worker import Again, Task, pause_after
from edge.vapi.commands import AddMessage, Command, Say, Turn
from edge.vapi.control import CallControl
from edge.vapi.control_url import checked
from edge.work.jobs import Telling, read_telling
from edge.work.waiting import LATER

TRIES = 6
LONGEST_WAIT = 10.0
"""Seconds that a result waits for who waits for it; clocks may be wrong."""

DECIDE_SECONDS = 15.0

HOPELESS = frozenset(
    {Code.FAILED_PRECONDITION, Code.PERMISSION_DENIED, Code.INVALID_ARGUMENT}
)
"""Codes of a call that has ended, or that cannot be controlled."""

ENDED = "the call has ended, or cannot be controlled"

log = structlog.get_logger(__name__)


class Teller:
    """Tells results; one that cannot be told is parked."""

    def __init__(
        self, settings: Control, jobs: Jobs, parking: Parking, state: State
    ) -> None:
        self._hosts = settings.hosts
        self._control = CallControl(settings)
        self._jobs = jobs
        self._parking = parking
        self._state = state

    async def close(self) -> None:
        """Close the connections."""
        await self._control.close()

    async def tell(self, task: Task) -> None:
        """Tell one result; raises `Again` where it is too early, or may yet succeed."""
        telling = read_telling(task.data)
        left = telling.answer_by - time()
        if left > 0 and task.attempt == 1:
            raise Again(min(left, LONGEST_WAIT))
        if await self._jobs.decide(telling.id, LATER, seconds=DECIDE_SECONDS) != LATER:
            return  # the webhook's answer told it, or a replica that died then
        await self._deliver(telling, task.attempt)
        await self._jobs.settle(telling.id, seconds=DECIDE_SECONDS)

    async def _deliver(self, telling: Telling, attempt: int) -> None:
        url = checked(await self._jobs.line(telling.id), self._hosts)
        if url is None:
            await self._park(telling, ENDED)
            return
        try:
            await self._control.send(url, command_of(telling))
        except ControlFailed as error:
            if error.code not in HOPELESS and attempt < TRIES:
                raise Again(pause_after(attempt)) from error
            await self._park(telling, str(error))
        else:
            self._note("told", telling, attempt)

    async def _park(self, telling: Telling, why: str) -> None:
        parked = Parked(
            call_id=telling.earlier or telling.call_id,
            tool_call_id=telling.tool_call_id,
            tool=telling.tool,
            words=telling.words,
            failed=telling.failed,
            next_call=telling.next_call,
            why=why,
        )
        await self._parking.park(telling.caller, parked)
        self._note("parked", telling, 1)

    def _note(self, kind: str, telling: Telling, attempts: int) -> None:
        log.info(
            "slow tool's result",
            call_id=telling.call_id,
            tool_call_id=telling.tool_call_id,
            tool=telling.tool,
            outcome=kind,
        )
        if self._state.record:
            entry = Interaction(
                at=time(),
                kind=kind,
                name=telling.tool,
                id=telling.tool_call_id,
                words=telling.words,
                outcome=telling.outcome,
                failed=telling.failed,
                attempts=attempts,
            )
            self._state.record.note(telling.context, entry)


def command_of(telling: Telling) -> Command:
    """Return what the call is told: the caller the words, or the model the result."""
    if telling.says:
        return Say(content=telling.words)
    when = "in an earlier call" if telling.earlier else "earlier"
    went = "has failed" if telling.failed else "is done"
    content = (
        f"The tool {telling.tool}, which was started {when}, {went}. "
        f"Tell the caller: {telling.words}"
    )
    return AddMessage(
        message=Turn(role="system", content=content), trigger_response_enabled=True
    )
