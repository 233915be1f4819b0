"""Events, from the webhook into the store."""

import asyncio
from datetime import UTC, datetime

from edge.errors import StoreLost
from edge.state.callers import Callers
from edge.state.events import Events, StoredEvent
from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.typed.events import event_of
from edge.work.subscribers import Subscribers


class EventIntake:
    """Takes the events that somebody wants."""

    def __init__(
        self, subscribers: Subscribers, events: Events, callers: Callers
    ) -> None:
        self._subscribers = subscribers
        self._events = events
        self._callers = callers

    def wants(self, message: Message) -> bool:
        """Tell whether somebody may want an event."""
        return self._subscribers.wants(message)

    async def take(self, message: Message, deadline: float) -> None:
        """Make an event durable before a moment of the loop's clock.

        Raises `StoreLost`. An event nobody wants costs nothing.
        """
        if not self._subscribers.wants(message):
            return
        try:
            async with asyncio.timeout_at(deadline):
                names = await self._subscribers.of(message)
        except TimeoutError as error:
            raise StoreLost("a subscriber did not say what it wants") from error
        if names:
            await self._put(message, names, deadline)

    async def _put(
        self, message: Message, names: tuple[str, ...], deadline: float
    ) -> None:
        context = context_of(message)
        event = event_of(message, received=datetime.now(UTC))

        def numbered(number: int) -> StoredEvent:
            event.sequence = number
            return StoredEvent(names, event.SerializeToString())

        await self._events.put(
            self._callers.mark(context.caller_number),
            event.id.partition("/")[0],
            event.id,
            numbered,
            deadline=deadline,
        )
