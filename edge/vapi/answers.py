"""What Vapi is answered: bodies in exactly the documented forms."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

encode = msgspec.json.Encoder().encode

NOTHING = b"{}"
"""The answer to a message that wants none."""


class ToolCallResult(Struct, omit_defaults=True, rename="camel"):
    """What became of one tool call: `result` or `error`, one line of words.

    Vapi API, ToolCallResult; either must be a string.
    """

    tool_call_id: str = msgspec.field(name="toolCallId")
    name: str
    result: str | None = None
    error: str | None = None


class Results(Struct):
    """The answer to tool-calls."""

    results: Sequence[ToolCallResult]


class LegacyResult(Struct, omit_defaults=True):
    """The answer to the legacy function-call, which knows no ids."""

    result: str
    results: list[ToolCallResult] = []


def of_tool_calls(results: Sequence[ToolCallResult]) -> bytes:
    """Return the answer to tool-calls: one entry per id, in the order of the calls."""
    return encode(Results(results))


def of_function_call(results: Sequence[ToolCallResult]) -> bytes:
    """Return the answer to function-call, which knows of one call alone.

    With an id, the present form stands beside it.
    """
    if not results:
        return NOTHING
    result = results[0]
    words = result.result or result.error or ""
    return encode(LegacyResult(words, [result] if result.tool_call_id else []))


def of_assistant_request(answer: dict[str, Any]) -> bytes:
    """Return the answer to assistant-request."""
    return encode(answer)
