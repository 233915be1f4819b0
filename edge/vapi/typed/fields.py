"""A message's fields, read without trusting that any is there or of its type."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

Tree = Mapping[str, Any]

MILLISECONDS_FROM = 1e11
"""Numbers from here on count milliseconds since 1970: as seconds, this is in 5138."""

LATEST = 253_402_300_800_000
"""The end of what a Timestamp can hold, in milliseconds (timestamp.proto)."""

decode = msgspec.json.Decoder().decode


def fields_of(body: bytes) -> dict[str, Any]:
    """Return what a webhook's body says, wherever in it; {} for no JSON object.

    The message's own fields win over those beside it. A field that is null is as
    good as absent.
    """
    try:
        root = decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    if not isinstance(root, dict):
        return {}
    inner = root.pop("message", None)
    own = inner if isinstance(inner, dict) else {}
    return {key: value for key, value in (root | own).items() if value is not None}


def part(tree: Tree, *path: str) -> dict[str, Any]:
    """Return the object at a path, or {}."""
    found: Any = tree
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def items(tree: Tree, *keys: str) -> list[dict[str, Any]]:
    """Return the objects of the first of some lists that holds any."""
    for key in keys:
        value = tree.get(key)
        found = (
            [item for item in value if isinstance(item, dict)]
            if isinstance(value, list)
            else []
        )
        if found:
            return found
    return []


def text(tree: Tree, *keys: str) -> str:
    """Return the first of some fields that is text, or ""."""
    for key in keys:
        value = tree.get(key)
        if isinstance(value, str) and value:
            return value
    return ""


def texts(tree: Tree, key: str) -> list[str]:
    """Return the texts in a list."""
    value = tree.get(key)
    return (
        [one for one in value if isinstance(one, str)]
        if isinstance(value, list)
        else []
    )


def number(tree: Tree, *keys: str) -> float | None:
    """Return the first of some fields that is a number, if only as text."""
    for key in keys:
        found = number_of(tree.get(key))
        if found is not None:
            return found
    return None


def number_of(value: Any) -> float | None:  # noqa: ANN401  any JSON
    """Return a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def whole(tree: Tree, *keys: str) -> int | None:
    """Return the first number, rounded, where 32 bits hold it; Vapi sends 4.0 for 4."""
    found = number(tree, *keys)
    if found is None or not -(2**31) <= found < 2**31 - 1:
        return None
    return round(found)


def flag(tree: Tree, key: str) -> bool:
    """Tell whether a field is true."""
    return tree.get(key) is True


def moment(tree: Tree, *keys: str) -> datetime | None:
    """Return the first moment: ISO 8601, or a number of (milli)seconds since 1970."""
    for key in keys:
        found = moment_of(tree.get(key))
        if found is not None:
            return found
    return None


def milliseconds(tree: Tree, key: str) -> int | None:
    """Return a moment in milliseconds since 1970: turns have several, usually so."""
    value = tree.get(key)
    if isinstance(value, (int, float)) and MILLISECONDS_FROM <= value < LATEST:
        return round(value)
    found = moment_of(value)
    return None if found is None else round(found.timestamp() * 1000)


def moment_of(value: Any) -> datetime | None:  # noqa: ANN401  any JSON
    """Return a moment, in UTC, or None."""
    seconds = number_of(value)
    try:
        if seconds is not None:
            scale = 1000 if abs(seconds) >= MILLISECONDS_FROM else 1
            return datetime.fromtimestamp(round(seconds / scale, 3), UTC)
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(
                UTC
            )
    except (ValueError, OverflowError, OSError):
        return None
    return None
