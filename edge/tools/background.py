"""How a tool runs behind the call, where its author says that it may."""

from dataclasses import dataclass

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.duration_pb2 import Duration
from protophone.v1 import options_pb2

from edge.errors import DiscoveryError
from edge.tools.filling import variables_filled
from edge.tools.options import tool_options

USUAL_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The terms of running behind the call."""

    words: str
    """What the caller hears when the tool goes on behind the call; may be empty."""

    waits: bool
    """Whether the caller waits for the result as long as the budget lasts."""

    deadline: float
    """Seconds one attempt may take."""

    says: bool
    """Whether the caller hears the result word for word, not the model."""

    next_call: bool
    """Whether the caller's next call is told what this one was not."""

    variables: frozenset[str]
    """The call's variables that the request is filled with."""


def background_of(method: MethodDescriptor) -> Background | None:
    """Return the terms, None for a tool that is always waited for.

    Raises `DiscoveryError` where Vapi is told not to wait for the answer, either.
    """
    options = tool_options(method)
    if not options.HasField("background"):
        return None
    if getattr(options, "async"):
        raise DiscoveryError(f"{method.full_name}: either async or background")
    given = options.background
    return Background(
        words=given.words,
        waits=given.patience == options_pb2.PATIENCE_BUDGET,
        deadline=seconds_of(given.deadline) or USUAL_SECONDS,
        says=given.listener == options_pb2.LISTENER_CALLER,
        next_call=given.next_call,
        variables=variables_filled(method.input_type),
    )


def seconds_of(duration: Duration) -> float:
    """Return a duration in seconds; one that is negative is as good as none."""
    return max(0.0, duration.seconds + duration.nanos / 1e9)
