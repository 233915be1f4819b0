"""What is known of a value, in full JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a value, whether or not a dialect has a keyword for it."""

    keywords: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    """Sentences for what no keyword says."""

    hints: Mapping[str, Any] = field(default_factory=dict)
    """Keywords that say what the notes do: dropped where a dialect lacks them."""

    def narrowed(self, **keywords: Any) -> "Shape":  # noqa: ANN401  any JSON
        """Return the shape with more keywords."""
        return replace(self, keywords={**self.keywords, **keywords})

    def chosen(self, values: list[Any]) -> "Shape":
        """Return the shape of one of these values, whatever else was known of it."""
        keywords = {"type": self.keywords["type"], "enum": values}
        return replace(self, keywords=keywords, hints={})

    def without(self, *keywords: str) -> "Shape":
        """Return the shape without some keywords."""
        kept = {k: v for k, v in self.keywords.items() if k not in keywords}
        return replace(self, keywords=kept)

    def noted(self, *notes: str) -> "Shape":
        """Return the shape with more sentences."""
        return replace(self, notes=(*self.notes, *notes))
