"""The edge's own words, where nobody else has any."""

from collections.abc import Mapping

from edge.errors import Code

BUSY = "That service is too busy right now. Please try again in a moment."
BROKEN = "Something went wrong with that, on our side."
TOO_OFTEN = "That was a lot at once. Please give me a moment."
TOO_MUCH = "I have a great deal to do right now. Please give me a moment."
UNREACHABLE = "I can't reach that service right now."

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

AGAIN: Mapping[str, str] = {
    BROKEN: "That failed again. It is not your fault.",
    BUSY: "There is still too much going on there. Let us come back to it later.",
    TOO_MUCH: "I'm still very busy. Please bear with me.",
    TOO_OFTEN: "That is still a little fast for me. One thing after the other, please.",
    UNREACHABLE: "I still can't get through to it. Is there something else I can do?",
    SENTENCES[Code.DEADLINE_EXCEEDED]: "It takes too long. I'll leave it for now.",
    SENTENCES[Code.PERMISSION_DENIED]: "That is not open to me, I'm afraid.",
    SENTENCES[Code.ABORTED]: "It did not go through this time either.",
    SENTENCES[Code.UNIMPLEMENTED]: "I'm afraid nobody has taught me that so far.",
}
"""What is said when the same has been said twice in a row."""

ANYWAY = "That still does not work, I'm sorry. Shall we go on with something else?"
"""The same for the words of others."""

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


def again(words: str) -> str:
    """Return other words for the same."""
    return AGAIN.get(words, ANYWAY)


def ago(seconds: float) -> str:
    """Return how long ago something was, in words: "ten minutes ago"."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            count = round(seconds / size)
            number = NUMBERS[count] if count < len(NUMBERS) else str(count)
            return f"{number} {unit}{'s' if count > 1 else ''} ago"
    return "a moment ago"
