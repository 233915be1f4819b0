"""What each model provider takes of JSON Schema, one table each."""

from dataclasses import dataclass

RANGES = frozenset({"minimum", "maximum"})
OPEN_RANGES = RANGES | {"exclusiveMinimum", "exclusiveMaximum"}
SIZES = frozenset({"minItems", "maxItems"})
FORMATS = frozenset(
    {
        "date",
        "date-time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "time",
        "uuid",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The JSON Schema a provider documents for the parameters of a tool."""

    name: str
    constraints: frozenset[str] = frozenset()
    """The keywords that narrow a type; those it lacks are said in the description."""
    formats: frozenset[str] = FORMATS
    """The values of `format`."""
    closed: bool = False
    """Every object has to say that it takes no other properties."""
    complete: bool = False
    """Every property has to be required: an optional one is one that may be null."""
    maps: bool = False
    """Objects may have properties whose names the schema does not know."""
    any_enums: bool = False
    """Not only strings can be enumerated."""
    typed_literals: bool = True
    """An enumeration or a constant says its type too."""
    depth: int = 10
    """How many objects and arrays may lie within one another."""
    properties: int = 1000
    """How many properties a schema may have in all, far fewer than the 5,000 OpenAI
    takes: a model reads them with every turn of the conversation."""

    values: int = 1000
    """How many values all enumerations of a schema may have together (OpenAI)."""

    choices: int = 250
    """How many values one enumeration may have, however long they are (OpenAI)."""


VAPI = Dialect(name="vapi", constraints=frozenset({"pattern"}))
"""Vapi API, `JsonSchema`: single types, enums of strings and few keywords beside."""

OPENAI = Dialect(
    name="openai",
    constraints=OPEN_RANGES | SIZES | {"pattern", "const"},
    closed=True,
    complete=True,
    any_enums=True,
)
"""https://platform.openai.com/docs/guides/structured-outputs#supported-schemas"""

ANTHROPIC = Dialect(
    name="anthropic",
    constraints=frozenset({"const"}),
    formats=FORMATS | {"uri"},
    closed=True,
    any_enums=True,
    typed_literals=False,
)
"""https://platform.claude.com/docs/en/build-with-claude/structured-outputs: its
"JSON Schema limitations", in the form of `anthropic.transform_schema`."""

GEMINI = Dialect(
    name="gemini",
    constraints=RANGES | SIZES,
    formats=frozenset({"date", "date-time", "time"}),
    maps=True,
    any_enums=True,
)
"""https://ai.google.dev/gemini-api/docs/structured-output#json_schema_support"""

DIALECTS = {dialect.name: dialect for dialect in (VAPI, OPENAI, ANTHROPIC, GEMINI)}
"""Each dialect by its name."""
