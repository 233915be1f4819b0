"""Whether an answer is one that a caller can be given, and was promised."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

LONGEST = 8100
"""Characters of the longest result: 8000, and how it ends where it is cut."""

WORD = re.compile(r"word-[0-9a-f]{16}")
NUMBER = re.compile(r"\+1555\d{7}")
INNARDS = re.compile(r"Traceback|127\.0\.0\.1|grpc|Exception|errno", re.IGNORECASE)
"""What no caller should ever hear."""

NOBODY = "nobody we know"
"""What the assistant says of a caller whose number no service told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One tool call."""

    id: str
    tool: str
    word: str
    """What only its own answer may hold."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one tool call was answered with."""

    asked: Asked
    words: str

    @property
    def granted(self) -> bool:
        """Whether the service's own answer came through."""
        return self.asked.word in self.words


def decoded(body: bytes) -> dict[str, Any]:
    """Return a JSON object; an empty one where there is none."""
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


def entries(body: bytes) -> list[dict[str, Any]]:
    """Return the results of an answer to tool-calls."""
    found = decoded(body).get("results")
    return found if isinstance(found, list) else []


def heard(asked: Sequence[Asked], body: bytes) -> list[Heard]:
    """Return what became of each tool call."""
    texts = [str(e.get("result") or e.get("error") or "") for e in entries(body)]
    return [Heard(*pair) for pair in zip(asked, texts, strict=False)]


def of_tool_calls(asked: Sequence[Asked], caller: str, body: bytes) -> Iterator[str]:
    """Yield what is wrong with an answer to tool-calls."""
    results = entries(body)
    ids = [entry.get("toolCallId") for entry in results]
    if ids != [call.id for call in asked]:
        yield f"ids {ids} instead of {[call.id for call in asked]}"
        return
    for call, entry in zip(asked, results, strict=True):
        for wrong in of_result(call, caller, entry):
            yield f"{call.tool}: {wrong}"


def of_result(call: Asked, caller: str, entry: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one result."""
    texts = [entry[key] for key in ("result", "error") if entry.get(key) is not None]
    if len(texts) != 1 or not isinstance(texts[0], str) or not texts[0].strip():
        yield f"{len(texts)} texts: {texts!r:.80}"
        return
    (text,) = texts
    if text.splitlines() != [text] or len(text) > LONGEST:
        yield f"not one line, or too long: {len(text)} characters"
    if set(WORD.findall(text)) - {call.word}:
        yield "the word of another tool call"
    if set(NUMBER.findall(text)) - {caller}:
        yield "the number of another caller"
    if found := INNARDS.search(text):
        yield f"{found[0]!r} is nothing to say"


def of_assistant_request(caller: str, body: bytes) -> Iterator[str]:
    """Yield what is wrong with an answer to assistant-request."""
    first = str(decoded(body).get("assistant", {}).get("firstMessage", ""))
    if NOBODY not in first and caller not in first:
        yield f"neither the caller nor nobody: {first!r:.80}"
    if set(NUMBER.findall(body.decode("utf-8", "replace"))) - {caller}:
        yield "the number of another caller"


def of_event(body: bytes) -> Iterator[str]:
    """Yield what is wrong with the answer to a message that wants none."""
    if body != b"{}":
        yield f"{body!r:.80} instead of an empty object"
