"""Lists and maps as JSON."""

from operator import itemgetter
from typing import Any

from edge.tools.results.scalars import Write


def itself(value: Any) -> Any:  # noqa: ANN401  any JSON
    """Write what is JSON already."""
    return value


def repeated(write: Write | None) -> Write:
    """Return what writes a list of values; no writer: they are JSON already."""
    # A slice of a repeated field is a list, made at once: iterating over it is slow.
    if write is None:
        return itemgetter(slice(None))
    return lambda values: list(map(write, values[:]))


def mapped(key: Write | None, write: Write | None) -> Write:
    """Return what writes a map; no writer: keys or values are JSON already."""
    if key is None and write is None:
        return lambda entries: {name: entries[name] for name in entries}
    key, write = key or itself, write or itself
    return lambda entries: {key(name): write(entries[name]) for name in entries}
