"""What the line sees of the store: as much as is there, and without its library."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Protocol

from edge.context import Context
from edge.state.answer import Answer
from edge.state.interactions import Interaction
from edge.state.once import Once
from edge.tools.tool import Tool
from edge.vapi.live import Shared
from edge.vapi.messages import Message
from edge.vapi.tool_calls import ToolCall

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

    def wants(self, message: Message) -> bool:
        """Tell whether somebody may want an event."""

    def take(self, message: Message, deadline: float) -> Awaitable[None]:
        """Make an event durable before a moment of the loop's clock.

        Raises `StoreLost`. An event nobody wants costs nothing.
        """


class Behind(Protocol):
    """Begins slow tools, and knows which calls may be told of them."""

    def begin(
        self, tool: Tool, call: ToolCall, context: Context, deadline: float
    ) -> Awaitable[Answer]:
        """Make a tool call a job, and say so; or its result, if that comes in time."""

    def began(self, context: Context) -> None:
        """Have a call told what its caller's earlier calls were not."""

    def ended(self, context: Context) -> None:
        """Forget how a call was controlled: it has ended."""


@dataclass(slots=True)
class State:
    """What outlives a webhook; without a store, effects are known in memory."""

    once: Once = field(default_factory=Once)
    record: Notes | None = None
    events: Intake | None = None
    behind: Behind | None = None
    calls: Shared | None = None
