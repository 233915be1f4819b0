"""How a shape is written down in a dialect."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from edge.tools.schemas.dialects import Dialect
from edge.tools.schemas.keywords import in_words
from edge.tools.schemas.shapes import Shape
from edge.tools.schemas.words import describe

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


def write(shape: Shape, text: str, dialect: Dialect) -> Schema:
    """Write a shape in a dialect: what it has no keyword for joins the description."""
    kind = shape.keywords["type"]
    kept = {
        keyword: value
        for keyword, value in {**shape.keywords, **shape.hints}.items()
        if takes(dialect, keyword, value, kind)
    }
    left = {k: v for k, v in shape.keywords.items() if k not in kept}
    description = describe(text, (*shape.notes, *in_words(left)))
    if not dialect.typed_literals and kept.keys() & {"enum", "const"}:
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
    return fits and 0 < len(value) <= dialect.choices


def _takes_format(dialect: Dialect, value: Any, _: str) -> bool:  # noqa: ANN401  JSON
    return value in dialect.formats


def _takes_pattern(dialect: Dialect, value: Any, _: str) -> bool:  # noqa: ANN401  JSON
    return "pattern" in dialect.constraints and not RE2_ONLY.search(value)


SPECIAL: Mapping[str, Callable[[Dialect, Any, str], bool]] = {
    "enum": _takes_enum,
    "format": _takes_format,
    "pattern": _takes_pattern,
}

RE2_ONLY = re.compile(r"\(\?(?!:)|\[\[:|\\[AzQECpP]")
"""What RE2, the rules' language, has in common with neither JSON Schema's nor OpenAI's
regular expressions: flags, names, classes by name, anchors of its own."""


def nullable(schema: Schema) -> Schema:
    """Return the schema of the same value or null."""
    changed = {**schema, "type": [schema["type"], "null"]}
    if "const" in schema:
        changed["enum"] = [changed.pop("const")]
    if "enum" in changed:
        changed["enum"] = [*changed["enum"], None]
    return changed
