"""JSON as text, to the letter of RFC 8259 and ProtoJSON."""

import json
from collections import Counter
from typing import Any


class JsonError(ValueError):
    """The text is not JSON, or says one thing twice."""


def load(text: str) -> Any:
    """Return what a text says; raises `JsonError`."""
    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise JsonError(str(error)) from error


def dump(value: Any) -> str:
    """Return the text of a value."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, if no key of it is given twice."""
    twice = [
        key for key, count in Counter(key for key, _ in pairs).items() if count > 1
    ]
    if twice:
        raise JsonError(f"the key {twice[0]} is given twice")
    return dict(pairs)


def no_number(word: str) -> None:
    """Refuse NaN and Infinity, which Python would take."""
    raise JsonError(f"{word} is no number in JSON")
