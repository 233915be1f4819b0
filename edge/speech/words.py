"""What is said of each outcome, the most deliberate words first."""

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
from edge.speech.fallbacks import NO_FALLBACKS, Fallbacks, sentences_for, tongues
from edge.speech.lines import line
from edge.speech.sentences import (
    BROKEN,
    SENTENCES,
    TOO_MUCH,
    TOO_OFTEN,
    UNREACHABLE,
    ago,
)

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


class Speech(Struct, frozen=True):
    """One line of words, and whether they tell of a failure."""

    words: str
    failed: bool = False


def of_error(
    error: ToolError,
    *,
    fallbacks: Fallbacks = NO_FALLBACKS,
    language: str = "",
    complete: bool = True,
) -> Speech:
    """Return the words for a tool call that did not succeed.

    `language` is the caller's, as in BCP 47; empty where it is unknown. `complete`
    tells whether every service has shown its tools, so that an unknown one is the
    model's mistake.
    """
    if isinstance(error, CallFailed):
        return of_status(error, fallbacks, language)
    if isinstance(error, UnknownTool):
        return of_unknown(error) if complete else Speech(UNREACHABLE, failed=True)
    if isinstance(error, InvalidArguments):
        return Speech(line(str(error)))
    return Speech(BROKEN, failed=True)


def of_status(error: CallFailed, fallbacks: Fallbacks, language: str) -> Speech:
    """Return what may be spoken of a status."""
    speaks = error.code in SPEAKING
    message = error.message if speaks and not INTERNALS.search(error.message) else ""
    words = line(spoken_in(language, error) or message)
    words = words or line(own_words(error, fallbacks, language))
    if speaks and error.fields:
        words = line(f"{words} ({'; '.join(blamed(error, words))})")
    told = speaks or (bool(error.spoken) and error.code not in FAILED)
    return Speech(words, failed=not told)


def spoken_in(language: str, error: CallFailed) -> str:
    """Return what the service has for the caller to hear, in the caller's language.

    Where it does not speak that, in the first it speaks.
    """
    for tongue in tongues(language):
        for locale, words in error.localized:
            if f"{locale.lower().replace('_', '-')}-".startswith(f"{tongue}-"):
                return words
    return error.spoken


def own_words(error: CallFailed, fallbacks: Fallbacks, language: str) -> str:
    """Return words of the tool's author, else of the edge."""
    if isinstance(error, Withheld) and not error.services_fault:
        return TOO_OFTEN if error.limit else TOO_MUCH
    found = sentences_for(fallbacks, error.code, language)
    return found[0] if found else SENTENCES[error.code]


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
