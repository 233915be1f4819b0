"""From outcome to words: what the caller hears, or the model goes on from."""

import re
from collections.abc import Iterator

from msgspec import Struct

from edge.errors import (
    CallFailed,
    Code,
    InvalidArguments,
    ToolError,
    UnknownTool,
    Withheld,
)

MAX_CHARACTERS = 8000
"""Longer results cost the model more than they tell it."""

BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")

INTERNALS = re.compile(
    r"Traceback|Exception|Error:|<class |0x[0-9a-f]{6}|\.(py|go|java|js|ts|rs)\b"
    r"|\b\d+\.\d+\.\d+\.\d+\b|\b[a-zA-Z][\w.-]*:\d{2,5}\b|\n\s+at ",
)
"""Marks of a message that was written for a log, not for a caller."""

SPEAKING = frozenset(
    {
        Code.INVALID_ARGUMENT,
        Code.NOT_FOUND,
        Code.ALREADY_EXISTS,
        Code.FAILED_PRECONDITION,
        Code.OUT_OF_RANGE,
    }
)
"""The codes whose status message is meant for the one who asked."""

FAILED = frozenset(
    {
        Code.CANCELLED,
        Code.UNKNOWN,
        Code.DEADLINE_EXCEEDED,
        Code.UNIMPLEMENTED,
        Code.INTERNAL,
        Code.UNAVAILABLE,
        Code.DATA_LOSS,
        Code.UNAUTHENTICATED,
    }
)
"""The codes that blame the service, whatever it says."""

BUSY = "That service is too busy right now. Please try again in a moment."
BROKEN = "Something went wrong with that, on our side."
TOO_OFTEN = "That was a lot at once. Please give me a moment."
UNREACHABLE = "I can't reach that service right now."

NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]

SENTENCES = {
    Code.OK: BROKEN,
    Code.CANCELLED: BROKEN,
    Code.UNKNOWN: BROKEN,
    Code.INVALID_ARGUMENT: "That request was not understood.",
    Code.DEADLINE_EXCEEDED: "That is taking longer than expected.",
    Code.NOT_FOUND: "I couldn't find that.",
    Code.ALREADY_EXISTS: "That exists already.",
    Code.PERMISSION_DENIED: "I'm not allowed to do that.",
    Code.RESOURCE_EXHAUSTED: BUSY,
    Code.FAILED_PRECONDITION: "That can't be done at the moment.",
    Code.ABORTED: "That didn't go through. Please try again.",
    Code.OUT_OF_RANGE: "That is outside of what is possible.",
    Code.UNIMPLEMENTED: "That can't be done yet.",
    Code.INTERNAL: BROKEN,
    Code.UNAVAILABLE: UNREACHABLE,
    Code.DATA_LOSS: BROKEN,
    Code.UNAUTHENTICATED: BROKEN,
}


class Speech(Struct, frozen=True):
    """One line of words, and whether they tell of a failure."""

    words: str
    failed: bool = False


def line(text: str) -> str:
    """Return text on one line, bounded: Vapi cannot parse a result that spans lines.

    Vapi docs, tools/custom-tools-troubleshooting.
    """
    flat = text if text.isprintable() else BREAKS.sub(" ", text).strip()
    if len(flat) <= MAX_CHARACTERS:
        return flat
    return flat[: MAX_CHARACTERS - 1] + "…"


def of_error(error: ToolError, *, fallback: str = "", complete: bool = True) -> Speech:
    """Return the words for a tool call that did not succeed.

    `complete` tells whether every service has shown its tools, so that an unknown
    one is the model's mistake.
    """
    if isinstance(error, CallFailed):
        return of_status(error, fallback)
    if isinstance(error, UnknownTool):
        return of_unknown(error) if complete else Speech(UNREACHABLE, failed=True)
    if isinstance(error, InvalidArguments):
        return Speech(line(str(error)))
    return Speech(BROKEN, failed=True)


def of_status(error: CallFailed, fallback: str) -> Speech:
    """Return what may be spoken of a status, most deliberate words first."""
    speaks = error.code in SPEAKING
    message = error.message if speaks and not INTERNALS.search(error.message) else ""
    own = TOO_OFTEN if isinstance(error, Withheld) and error.limit else fallback
    words = line(error.spoken or message or own) or SENTENCES[error.code]
    if speaks and error.fields:
        words = line(f"{words} ({'; '.join(blamed(error, words))})")
    told = speaks or (bool(error.spoken) and error.code not in FAILED)
    return Speech(words, failed=not told)


def blamed(error: CallFailed, words: str) -> Iterator[str]:
    """Yield each argument to blame, with what the words do not say already."""
    for field, description in error.fields:
        yield field if description in words else f"{field}: {description}"


def of_unknown(error: UnknownTool) -> Speech:
    """Return words from which the model finds the right tool."""
    hint = f" Did you mean {error.nearest}?" if error.nearest else ""
    return Speech(line(f"There is no tool named {error.name[:64]!r}.{hint}"))


def of_outdated(result: str, seconds: float) -> Speech:
    """Return an earlier result with its age: the model is to say so."""
    return Speech(line(f"As of {ago(seconds)}: {result}"))


def ago(seconds: float) -> str:
    """Return how long ago something was, in words: "ten minutes ago"."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            count = round(seconds / size)
            number = NUMBERS[count] if count < len(NUMBERS) else str(count)
            return f"{number} {unit}{'s' if count > 1 else ''} ago"
    return "a moment ago"
