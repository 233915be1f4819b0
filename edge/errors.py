"""Why the edge could not answer, and what becomes of it.

* EdgeError
  - Unauthenticated      the webhook is not from Vapi             -> HTTP 401
  - MalformedMessage     the body is not a Vapi message           -> HTTP 400
  - Overloaded           there is too much to do for an event     -> HTTP 503
  - ConfigError          the settings cannot be used              -> exit 2
  - StoreLost            the store did not confirm in time        -> words, HTTP 503
  - DiscoveryError       a service did not show its tools         -> log, /readyz
     + NoReflection      it has no reflection
  - ControlFailed        a running call did not obey a service    -> its code, by gRPC
  - ToolError            a tool call did not succeed              -> spoken, HTTP 200
     + UnknownTool       no service offers the named tool
     + InvalidArguments  the arguments do not fit the tool
     + CallFailed        the service answered with a status, or gave no answer
        · Withheld       the edge did not ask it: it is down, or has too much to do
        · Outdated       it failed, but has answered the same earlier
"""

from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import Any


class Code(IntEnum):
    """The canonical status codes (google/rpc/code.proto)."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class EdgeError(Exception):
    """Base of every error the edge raises on purpose."""


Learn = Callable[[], Awaitable[None]]
"""Asks for what was missing."""


class Unauthenticated(EdgeError):
    """No credential verifies the webhook; says which one came nearest, and why not."""

    def __init__(self, reason: str, *learn: Learn) -> None:
        super().__init__(reason)
        self.learn = learn
        """What, once awaited, may verify the webhook after all: keys it names."""


class MalformedMessage(EdgeError):
    """The body is not a message Vapi would send; the text is one plain sentence."""


class ConfigError(EdgeError):
    """The settings cannot be used: names the file, the key and what was expected."""


class Overloaded(EdgeError):
    """There is too much to do for an event: it is to be sent again."""


class StoreLost(EdgeError):
    """The store did not confirm in time: what it was given may be in it, or not."""


class DiscoveryError(EdgeError):
    """A service did not show its tools, or shows some that cannot be offered."""


class NoReflection(DiscoveryError):
    """The service answers, but does not serve reflection."""


class ControlFailed(EdgeError):
    """A running call was not told what a service wanted; the message is a sentence."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message


class ToolError(EdgeError):
    """Base of what goes wrong with one tool call; each has words for the caller."""


class UnknownTool(ToolError):
    """No service offers a tool of that name."""

    def __init__(self, name: str, *, nearest: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.nearest = nearest
        """The name on offer that resembles it most, if any does."""


class InvalidArguments(ToolError):
    """The model's arguments do not fit the tool's request."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
        """One sentence each: which argument, what was given, what is right."""


class CallFailed(ToolError):
    """The service answered with a status other than OK, or did not answer."""

    def __init__(
        self,
        code: Code,
        message: str = "",
        *,
        localized: tuple[tuple[str, str], ...] = (),
        fields: tuple[tuple[str, str], ...] = (),
        pause: float | None = None,
    ) -> None:
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message
        self.localized = localized
        """What the service says the caller may hear, each in its locale
        (google.rpc.LocalizedMessage)."""
        self.fields = fields
        """Each argument that was wrong, and what was (google.rpc.BadRequest)."""
        self.pause = pause
        """Seconds after which it may be asked again (google.rpc.RetryInfo)."""

    @property
    def spoken(self) -> str:
        """The first of what the caller may hear; may be empty."""
        return self.localized[0][1] if self.localized else ""


class Withheld(CallFailed):
    """The edge did not ask the service, by a policy; the message is its name."""

    @property
    def services_fault(self) -> bool:
        """Whether it is for the service's sake, not for the edge's or the caller's."""
        return self.message in {"BREAKER", "BULKHEAD"}

    @property
    def limit(self) -> bool:
        """Whether it is a limit on who calls how often."""
        return self.message.startswith("LIMIT")


class Outdated(CallFailed):
    """The service failed, but its answer to the same question is remembered."""

    def __init__(self, failure: CallFailed, response: Any, seconds: float) -> None:  # noqa: ANN401  a message of the service's own
        super().__init__(failure.code, failure.message)
        self.response = response
        self.seconds = seconds
        """How long ago it was given."""
