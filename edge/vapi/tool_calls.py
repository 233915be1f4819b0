"""The tool calls of a message, in any of the shapes Vapi documents or sends."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from edge.errors import InvalidArguments
from edge.vapi.messages import Item, Message
from edge.vapi.salvage import salvage

BROKEN = "The arguments are not a JSON object. Send them as one JSON object."

decode_items = msgspec.json.Decoder(list[Item]).decode
decode_any = msgspec.json.Decoder().decode


class ToolCall(Struct, frozen=True):
    """One tool the model wants run."""

    id: str
    name: str
    arguments: Mapping[str, Any] | InvalidArguments
    """Or why they could not be read."""


def tool_calls(message: Message) -> list[ToolCall]:
    """Return the tool calls of a message, each id once, in their order."""
    seen: set[str] = set()
    calls = []
    for item in items_of(message):
        if item.id not in seen or not item.id:
            seen.add(item.id)
            calls.append(tool_call(item))
    return calls


def names(message: Message) -> Iterator[str]:
    """Yield the names of the tools that a message calls."""
    return (item.function.name or item.name for item in items_of(message))


def items_of(message: Message) -> Iterable[Item]:
    """Return the items of a message; of a thin one, those that lie beside it."""
    own = own_items(message)
    if own or not message.body:
        return own
    beside = salvage(Message, message.body)
    return own_items(beside) if beside else ()


def own_items(message: Message) -> Iterable[Item]:
    """Return the items from the first place that holds any."""
    if message.tool_call_list:
        return message.tool_call_list
    for raw in (message.tool_calls, message.tool_with_tool_call_list):
        items = list(unwrapped(raw))
        if items:
            return items
    return [message.function_call] if message.function_call else []


def unwrapped(raw: Raw) -> Iterator[Item]:
    """Yield the items of a list, out of the tool's configuration around them."""
    if not bytes(raw):
        return
    try:
        items = decode_items(raw)
    except (msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        items = salvage(list[Item], raw) or []
    for item in items:
        yield item.tool_call or item


def tool_call(item: Item) -> ToolCall:
    """Read an item in any of its five shapes (Vapi docs, tools/custom-tools)."""
    function = item.function
    given = (
        function.arguments or function.parameters or item.arguments or item.parameters
    )
    return ToolCall(item.id, function.name or item.name, arguments_of(given))


def arguments_of(raw: Raw) -> Mapping[str, Any] | InvalidArguments:
    """Read arguments sent as an object, as JSON in a string, or not at all."""
    if not raw:
        return {}
    try:
        value = decode_any(raw)
        # A string holds them as JSON; some models encode them twice.
        for _ in range(2):
            if isinstance(value, str):
                value = decode_any(value) if value.strip() else {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return InvalidArguments(BROKEN)
    if value is None:
        return {}
    return value if isinstance(value, dict) else InvalidArguments(BROKEN)
