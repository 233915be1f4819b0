"""A value's shape in full JSON Schema, and how a dialect writes it down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from edge.tools.schemas.dialects import Dialect
from edge.tools.schemas.words import describe, listed

Schema = dict[str, Any]

NUMBERS = frozenset({"integer", "number"})
ONLY_FOR: Mapping[str, frozenset[str]] = {
    "minimum": NUMBERS,
    "maximum": NUMBERS,
    "exclusiveMinimum": NUMBERS,
    "exclusiveMaximum": NUMBERS,
    "minLength": frozenset({"string"}),
    "maxLength": frozenset({"string"}),
    "pattern": frozenset({"string"}),
    "format": frozenset({"string"}),
}
"""The types a keyword narrows; on others, such as a 64-bit number that travels as a
string, it means nothing and is said in words."""

STRUCTURE = frozenset(
    {"type", "properties", "required", "items", "additionalProperties"}
)
MOST_VALUES = 250
"""OpenAI's bound for an enumeration of any length of words."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a value, whether or not a dialect has a keyword for it."""

    keywords: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    """Sentences for what no keyword says."""

    def narrowed(self, **keywords: Any) -> "Shape":  # noqa: ANN401  any JSON
        """Return the shape with more keywords."""
        return replace(self, keywords={**self.keywords, **keywords})

    def noted(self, *notes: str) -> "Shape":
        """Return the shape with more sentences."""
        return replace(self, notes=(*self.notes, *notes))


def write(shape: Shape, text: str, dialect: Dialect) -> Schema:
    """Write a shape in a dialect: what it has no keyword for joins the description."""
    kept = {
        keyword: value
        for keyword, value in shape.keywords.items()
        if takes(dialect, keyword, value, shape.keywords["type"])
    }
    left = {k: v for k, v in shape.keywords.items() if k not in kept}
    description = describe(text, (*shape.notes, *in_words(left)))
    if "enum" in kept and not dialect.typed_enums:
        del kept["type"]
    return {**kept, "description": description} if description else kept


def takes(dialect: Dialect, keyword: str, value: object, kind: str) -> bool:
    """Tell whether a dialect can say `keyword` of a value of the type `kind`."""
    if keyword in STRUCTURE:
        return True
    if kind not in ONLY_FOR.get(keyword, {kind}):
        return False
    special = SPECIAL.get(keyword)
    return special(dialect, value, kind) if special else keyword in dialect.constraints


def _takes_enum(dialect: Dialect, value: Any, kind: str) -> bool:  # noqa: ANN401  JSON
    fits = kind == "string" or dialect.any_enums
    return fits and len(value) <= MOST_VALUES


def _takes_format(dialect: Dialect, value: Any, _: str) -> bool:  # noqa: ANN401  JSON
    return value in dialect.formats


SPECIAL: Mapping[str, Callable[[Dialect, Any, str], bool]] = {
    "enum": _takes_enum,
    "format": _takes_format,
}

FORMAT_WORDS = {
    "email": "An email address.",
    "hostname": "A host name.",
    "ipv4": "An IPv4 address.",
    "ipv6": "An IPv6 address.",
    "uri": "A URI.",
    "uuid": "A UUID.",
}

WORDS: Mapping[str, Callable[[Any], str]] = {
    "const": "Always {}.".format,
    "enum": lambda values: f"One of {listed(values)}.",
    "exclusiveMaximum": "Less than {}.".format,
    "exclusiveMinimum": "More than {}.".format,
    "format": lambda value: FORMAT_WORDS.get(value, ""),
    "maxItems": "At most {} items.".format,
    "maxLength": "At most {} characters.".format,
    "maxProperties": "At most {} entries.".format,
    "maximum": "At most {}.".format,
    "minItems": "At least {} items.".format,
    "minLength": "At least {} characters.".format,
    "minProperties": "At least {} entries.".format,
    "minimum": "At least {}.".format,
    "pattern": "Matches the regular expression {}.".format,
    "uniqueItems": lambda _: "No item twice.",
}
"""How each keyword is said; a keyword that is missing here is a mistake."""

SPANS = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", " characters"),
    ("minItems", "maxItems", " items"),
    ("minProperties", "maxProperties", " entries"),
)


def in_words(keywords: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentences that say what the keywords would."""
    left = dict(keywords)
    spans = [span_words(left, *span) for span in SPANS]
    return tuple(filter(None, (*spans, *(WORDS[k](v) for k, v in left.items()))))


def span_words(left: dict[str, Any], least: str, most: str, unit: str) -> str:
    """Take both bounds of a span out of `left`, where both are there, and say them."""
    if least not in left or most not in left:
        return ""
    low, high = left.pop(least), left.pop(most)
    return f"Exactly {low}{unit}." if low == high else f"From {low} to {high}{unit}."


def nullable(schema: Schema) -> Schema:
    """Return the schema of the same value or null."""
    changed = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        changed["enum"] = [*schema["enum"], None]
    return changed
