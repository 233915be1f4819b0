"""Events, from the store to each subscriber: independently, at least once."""

import asyncio

import grpc.aio
import structlog
from protophone.v1.events_pb2 import DeliverEventRequest, Event

from edge.endings import ended
from edge.errors import Code
from edge.state.connection import Connection
from edge.state.dead import Dead
from edge.state.events import decode
from edge.state.places import token
from edge.state.streams import EVENTS
from edge.state.worker import Again, GiveUp, Task, Worker, pause_after
from edge.status import failure_of
from edge.work.subscribers import DELIVER, Subscribers

DELIVER_SECONDS = 10.0
"""How long a subscriber may take to have an event for good."""

AT_ONCE = 16
"""How many events one subscriber is brought at a time, by one replica."""

REFUSALS = 10
"""How often an event is brought to one who answers, but does not take it."""

UNREACHED = frozenset({Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.CANCELLED})
"""Who answers so is down: it is brought the event until that is too old to keep."""

LOOK_SECONDS = 0.5

log = structlog.get_logger(__name__)


class Delivery:
    """One worker per subscriber: none waits for another."""

    def __init__(
        self, subscribers: Subscribers, connection: Connection, dead: Dead
    ) -> None:
        self._subscribers = subscribers
        self._connection = connection
        self._dead = dead
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._begin()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await ended(self._tasks.values())

    def _begin(self) -> None:
        """Have a worker for every subscriber there is now."""
        for name in self._subscribers.names:
            if name not in self._tasks:
                self._tasks[name] = asyncio.create_task(self._serve(name))

    async def _serve(self, name: str) -> None:
        worker = Worker(
            self._connection,
            self._dead,
            lambda task: self._deliver(name, task),
            stream=EVENTS,
            subject=f"{EVENTS}.>",
            name=f"event-{token(name)}",
            at_once=AT_ONCE,
        )
        await worker.run()

    async def _deliver(self, name: str, task: Task) -> None:
        """Bring an event to one subscriber; raises `Again` or `GiveUp`."""
        stored = decode(task.data)
        if name not in stored.subscribers:
            return
        service = self._subscribers.release(name)
        if service is None:
            raise GiveUp(f"{name} is no service of this edge any more")
        request = DeliverEventRequest(
            event=Event.FromString(stored.event), attempt=task.attempt
        )
        try:
            await service.ask(DELIVER)(
                request.SerializeToString(), timeout=DELIVER_SECONDS
            )
        except grpc.aio.AioRpcError as error:
            failure = failure_of(error)
            log.info("event not taken", service=name, why=str(failure))
            if failure.code not in UNREACHED and task.attempt >= REFUSALS:
                raise GiveUp(str(failure)) from error
            raise Again(pause_after(task.attempt)) from error
