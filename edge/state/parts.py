"""What the line sees of the store: as much as is there, and without its library."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Protocol

from edge.context import Context
from edge.state.interactions import Interaction
from edge.state.once import Once
from edge.vapi.messages import Message

NOTHING: frozenset[str] = frozenset()


class Notes(Protocol):
    """Takes interactions to be written down, without waiting."""

    def note(
        self,
        context: Context,
        interaction: Interaction,
        hidden: frozenset[str] = NOTHING,
    ) -> None:
        """Have an interaction written down, soon."""


class Intake(Protocol):
    """Takes messages that are events, for whoever wants them."""

    def take(self, message: Message, deadline: float) -> Awaitable[None]:
        """Make an event durable before a moment of the loop's clock.

        Raises `StoreLost`. An event nobody wants costs nothing.
        """


@dataclass(slots=True)
class State:
    """What outlives a webhook; without a store, effects are known in memory."""

    once: Once = field(default_factory=Once)
    record: Notes | None = None
    events: Intake | None = None
