"""What Vapi itself says about a tool call, in the form of its API."""

from collections.abc import Callable, Mapping
from typing import Any

from protophone.v1 import options_pb2

from edge.errors import DiscoveryError

Announcement = dict[str, Any]

ROLES = {
    options_pb2.LISTENER_CALLER: "assistant",
    options_pb2.LISTENER_MODEL: "system",
}

OPERATORS = {
    options_pb2.COMPARISON_UNSPECIFIED: "eq",
    options_pb2.COMPARISON_EQ: "eq",
    options_pb2.COMPARISON_NEQ: "neq",
    options_pb2.COMPARISON_GT: "gt",
    options_pb2.COMPARISON_GTE: "gte",
    options_pb2.COMPARISON_LT: "lt",
    options_pb2.COMPARISON_LTE: "lte",
}


def announcement(message: options_pb2.ToolMessage, tool: str) -> Announcement:
    """Return a message of `tool` as Vapi takes it (Vapi API, `ToolMessageStart` …).

    Raises `DiscoveryError` for one without a moment or without words.
    """
    if message.moment not in MOMENTS or not (message.content or message.contents):
        raise DiscoveryError(f"{tool}: a message needs a moment and words")
    kind, details_of = MOMENTS[message.moment]
    words = {"content": message.content, "contents": contents_of(message)}
    conditions = {"conditions": [condition_of(each) for each in message.conditions]}
    said = {**words, **details_of(message), **conditions}
    return {"type": kind, **{key: value for key, value in said.items() if value}}


def contents_of(message: options_pb2.ToolMessage) -> list[dict[str, str]]:
    """Return the words in each language (Vapi API, `TextContent`)."""
    return [
        {"type": "text", "text": each.text, "language": each.language}
        for each in message.contents
    ]


def condition_of(condition: options_pb2.Condition) -> dict[str, str]:
    """Return one condition (Vapi API, `Condition`)."""
    return {
        "param": condition.argument,
        "operator": OPERATORS[condition.comparison],
        "value": condition.value,
    }


def of_start(message: options_pb2.ToolMessage) -> Announcement:
    """Return what a `request-start` says beside its words."""
    return {"blocking": message.blocking}


def of_delay(message: options_pb2.ToolMessage) -> Announcement:
    """Return what a `request-response-delayed` says beside its words."""
    milliseconds = message.delay.seconds * 1000 + message.delay.nanos // 1_000_000
    return {"timingMilliseconds": milliseconds}


def of_end(message: options_pb2.ToolMessage) -> Announcement:
    """Return what a `request-complete` or `request-failed` says beside its words."""
    return {
        "role": ROLES.get(message.listener),
        "endCallAfterSpokenEnabled": message.end_call,
    }


MOMENTS: Mapping[int, tuple[str, Callable[[options_pb2.ToolMessage], Announcement]]] = {
    options_pb2.MOMENT_START: ("request-start", of_start),
    options_pb2.MOMENT_DELAYED: ("request-response-delayed", of_delay),
    options_pb2.MOMENT_COMPLETE: ("request-complete", of_end),
    options_pb2.MOMENT_FAILED: ("request-failed", of_end),
}
