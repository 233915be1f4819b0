"""What was said, in any of the forms Vapi sends it in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from google.protobuf.duration_pb2 import Duration
from protophone.v1.call_pb2 import ToolUse, Turn

from edge.vapi.typed.fields import Tree, items, milliseconds, number, part, text

ROLES = {
    "bot": "assistant",
    "tool": "tool_call_result",
    "function": "tool_call_result",
    "function_result": "tool_call_result",
    "tool_call": "tool_calls",
    "function_call": "tool_calls",
}
"""Names of old, and OpenAI's, for roles of Vapi's."""

LONGEST_SECONDS = 1e9

encode = msgspec.json.Encoder().encode


def turns_of(fields: Tree) -> list[Turn]:
    """Return the conversation from the first place that holds one."""
    artifact = part(fields, "artifact")
    said = items(fields, "messages") or items(artifact, "messages")
    plain = ("messagesOpenAIFormatted", "conversation")
    return list(turns(said or items(fields, *plain) or items(artifact, *plain)))


def turns(messages: Iterable[Tree]) -> Iterator[Turn]:
    """Yield a turn for each message that is one."""
    for message in messages:
        if role := text(message, "role"):
            yield turn_of(message, ROLES.get(role, role))


def turn_of(message: Tree, role: str) -> Turn:
    """Return one turn."""
    said, calls = words(message), list(tool_uses(message))
    turn = Turn(
        role="tool_calls" if calls and not said else role,
        text=said,
        tool_calls=calls,
        tool_call_id=text(message, "toolCallId", "tool_call_id"),
        tool_name=text(message, "name") if role == "tool_call_result" else "",
    )
    began = milliseconds(message, "time")
    if began is not None:
        turn.time.FromMilliseconds(began)
    set_seconds(turn.offset, number(message, "secondsFromStart"))
    set_seconds(turn.duration, length_of(message, began))
    return turn


def words(message: Tree) -> str:
    """Return what was said: `content` may be a list of parts, as OpenAI has it."""
    if said := text(message, "message", "content", "result"):
        return said
    parts = (text(one, "text") for one in items(message, "content"))
    return " ".join(filter(None, parts))


def tool_uses(message: Tree) -> Iterator[ToolUse]:
    """Yield the tools that the model wants run."""
    legacy = [message] if message.get("role") == "function_call" else []
    for call in items(message, "toolCalls", "tool_calls") or legacy:
        function = part(call, "function") or call
        given = first(function, "arguments", "parameters", "args")
        yield ToolUse(
            id=text(call, "id"),
            name=text(function, "name"),
            arguments=given if isinstance(given, str) else encode(given).decode(),
        )


def first(tree: Mapping[str, Any], *keys: str) -> Any:  # noqa: ANN401  any JSON
    """Return the first field that is there, or {}."""
    return next((tree[key] for key in keys if tree.get(key) not in (None, "")), {})


def length_of(message: Tree, began: int | None) -> float | None:
    """Return how many seconds a turn took: Vapi counts milliseconds."""
    ended = milliseconds(message, "endTime")
    if began is not None and ended is not None and ended >= began:
        return (ended - began) / 1000
    told = number(message, "duration")
    return None if told is None else told / 1000


def set_seconds(duration: Duration, seconds: float | None) -> None:
    """Set a duration, where there is one that can be; unset it stays else."""
    if seconds is not None and abs(seconds) < LONGEST_SECONDS:
        duration.FromMicroseconds(round(seconds * 1e6))
