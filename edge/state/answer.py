"""The answer to a tool call, as it is remembered and spoken again."""

from collections.abc import Awaitable, Callable

from msgspec import Struct


class Answer(Struct, frozen=True, array_like=True):
    """Words, and what they tell of."""

    words: str
    failed: bool
    outcome: str
    """The name of a status code, or of what the edge itself found."""
    attempts: int = 0
    """How often the service was asked for it."""


class Use(Struct, frozen=True):
    """One tool call whose effect must not happen twice."""

    caller: str
    """The caller's number; may be empty."""
    call_id: str
    tool_call_id: str
    tool: str
    fingerprint: str
    """The same for the same arguments, however they are written; may be empty."""


Run = Callable[[], Awaitable[Answer]]
"""Has the effect."""

STILL = Answer("I'm still working on that.", failed=False, outcome="REPEATED")
"""To a repeat that would have to wait longer than its webhook may."""

REFUSED = Answer(
    "I can't do that safely at the moment. Please try again in a little while.",
    failed=True,
    outcome="STORE_LOST",
)
"""Where `on_loss` is "refuse", and the store is down."""
