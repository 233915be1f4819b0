"""What is written down shows nobody's numbers, and nothing that is to be hidden."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from edge.state.callers import without_numbers
from edge.tools.hidden import folded

HIDDEN = "[redacted]"

DEEPEST = 50
"""Arguments are nested less deeply, or are not worth keeping."""


class Redaction:
    """Takes out phone numbers, what patterns match, and fields by name."""

    def __init__(self, patterns: Iterable[str]) -> None:
        joined = "|".join(f"(?:{pattern})" for pattern in patterns)
        self._pattern = re.compile(joined) if joined else None

    def text(self, text: str) -> str:
        """Return a text without what is to be hidden."""
        if self._pattern:
            text = self._pattern.sub(HIDDEN, text)
        return without_numbers(text)

    def arguments(self, given: Mapping[str, Any], hidden: frozenset[str]) -> Any:  # noqa: ANN401  any JSON
        """Return arguments without what is to be hidden."""
        return self._value(given, hidden, DEEPEST)

    def _value(self, value: Any, hidden: frozenset[str], depth: int) -> Any:  # noqa: ANN401  any JSON
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self._number(value)
        if depth and isinstance(value, Mapping):
            return {
                self.text(str(name)): (
                    HIDDEN
                    if hidden and folded(str(name)) in hidden
                    else self._value(inner, hidden, depth - 1)
                )
                for name, inner in value.items()
            }
        if depth and isinstance(value, list):
            return [self._value(inner, hidden, depth - 1) for inner in value]
        return value if isinstance(value, (float, bool, type(None))) else HIDDEN

    def _number(self, value: int) -> int | str:
        text = str(value)
        shown = self.text(text)
        return value if shown == text else shown
