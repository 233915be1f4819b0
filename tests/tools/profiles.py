"""What each provider documents for the tools it takes, written down to be checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

LONG_ENUM = 250
"""From how many values on an enum's words may not be too long together (OpenAI)."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One provider's rules."""

    parameters: tuple[str, ...]
    """Where the schema lies in the definition."""

    form: dict[str, type]
    """The keys of the definition, by their path, and the types of their values."""

    optional: frozenset[str] = frozenset()
    """Further keys it may have."""

    keywords: dict[str, frozenset[str]]
    """The keywords of each type, beside `type` and `description`."""

    formats: frozenset[str]
    name: re.Pattern[str] = re.compile(r"[a-zA-Z0-9_-]{1,64}")
    property_name: re.Pattern[str] = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
    root_description: bool = True
    """The root may have a description too."""

    nullable: bool = False
    """A type may be a list of one type and "null"."""

    untyped: bool = False
    """An enum needs no type."""

    closed: bool = False
    complete: bool = False
    string_enums: bool = False
    """Only strings may be enumerated."""

    refused_pattern: re.Pattern[str] = re.compile(r"(?!)")
    """What no regular expression may hold."""

    description: int = 999
    limits: dict[str, int] = field(default_factory=dict)
    """The most of each thing that is counted."""


OBJECT = frozenset({"properties", "required"})
CLOSED = OBJECT | {"additionalProperties"}
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

# The types JsonSchema, OpenAiFunctionParameters, OpenAiFunction and
# CreateFunctionToolDto of Vapi's API, as its server SDK 3.0.0 has them.
VAPI = Profile(
    parameters=("function", "parameters"),
    form={"type": str, "function.name": str, "function.description": str},
    optional=frozenset({"async", "messages", "function.strict"}),
    keywords={
        "object": OBJECT,
        "array": frozenset({"items"}),
        "string": frozenset({"enum", "format", "pattern"}),
        "integer": frozenset(),
        "number": frozenset(),
        "boolean": frozenset(),
    },
    root_description=False,
    formats=FORMATS,
    string_enums=True,
)

# https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
RANGE = frozenset(
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
)
OPENAI = Profile(
    parameters=("function", "parameters"),
    form={
        "type": str,
        "function.name": str,
        "function.description": str,
        "function.strict": bool,
    },
    keywords={
        "object": CLOSED,
        "array": frozenset({"items", "minItems", "maxItems"}),
        "string": frozenset({"enum", "const", "format", "pattern"}),
        "integer": RANGE | {"enum", "const"},
        "number": RANGE | {"enum", "const"},
        "boolean": frozenset({"enum", "const"}),
    },
    formats=FORMATS,
    nullable=True,
    closed=True,
    complete=True,
    refused_pattern=re.compile(r"\(\?[=!<]"),
    limits={
        "depth": 10,
        "properties": 5000,
        "enum values": 1000,
        "characters of names and enums": 120_000,
        "characters of a long enum": 15_000,
    },
)

# https://platform.claude.com/docs/en/build-with-claude/structured-outputs, "JSON
# Schema limitations"; the names: https://platform.claude.com/docs/en/api/messages.
ANTHROPIC = Profile(
    parameters=("input_schema",),
    form={"name": str, "description": str},
    optional=frozenset({"strict"}),
    keywords={
        "object": CLOSED,
        "array": frozenset({"items", "minItems"}),
        "string": frozenset({"enum", "const", "format"}),
        "integer": frozenset({"enum", "const"}),
        "number": frozenset({"enum", "const"}),
        "boolean": frozenset({"enum", "const"}),
    },
    formats=FORMATS | {"uri"},
    property_name=re.compile(r"[a-zA-Z0-9_.-]{1,64}"),
    untyped=True,
    closed=True,
)

# https://ai.google.dev/gemini-api/docs/structured-output#json_schema_support; the
# names: https://cloud.google.com/vertex-ai/docs/reference/rest/v1/FunctionDeclaration.
GEMINI = Profile(
    parameters=("parametersJsonSchema",),
    form={"name": str, "description": str},
    keywords={
        "object": CLOSED,
        "array": frozenset({"items", "minItems", "maxItems"}),
        "string": frozenset({"enum", "format"}),
        "integer": frozenset({"minimum", "maximum", "enum"}),
        "number": frozenset({"minimum", "maximum", "enum"}),
        "boolean": frozenset(),
    },
    formats=frozenset({"date-time", "date", "time"}),
    name=re.compile(r"[a-zA-Z_][a-zA-Z0-9_.-]{0,63}"),
    property_name=re.compile(r"[a-zA-Z_][a-zA-Z0-9_]{0,63}"),
)

PROFILES = {
    "vapi": VAPI,
    "openai": OPENAI,
    "anthropic": ANTHROPIC,
    "gemini": GEMINI,
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the check is, and what it has counted so far."""

    profile: Profile
    count: dict[str, int]
    path: str = "parameters"
    depth: int = 1

    def inside(self, name: str) -> "Place":
        return replace(self, path=f"{self.path}.{name}", depth=self.depth + 1)

    def add(self, what: str, more: int) -> None:
        self.count[what] = self.count.get(what, 0) + more

    def reach(self, what: str, much: int) -> None:
        self.count[what] = max(self.count.get(what, 0), much)


def violations(definition: dict[str, Any], profile: Profile) -> list[str]:
    """Return every rule of the provider that a tool's definition breaks."""
    flat = dict(flattened(definition, profile.parameters))
    schema = flat.pop(".".join(profile.parameters), {})
    return [*form_violations(flat, profile), *schema_violations(schema, profile)]


def flattened(
    definition: dict[str, Any], schema: tuple[str, ...], path: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any]]:
    """Yield the values of a definition by their paths; the schema is one value."""
    for key, value in definition.items():
        here = (*path, key)
        if here == schema[: len(here)] and here != schema:
            yield from flattened(value, schema, here)
        else:
            yield ".".join(here), value


def form_violations(flat: dict[str, Any], profile: Profile) -> Iterator[str]:
    """Yield what is wrong around the schema."""
    for key in flat.keys() - profile.form.keys() - profile.optional:
        yield f"{key} is unknown"
    for key, kind in profile.form.items():
        if not isinstance(flat.get(key), kind):
            yield f"{key} is missing"
    for key, value in flat.items():
        name = key.rpartition(".")[2]
        if name == "name" and not profile.name.fullmatch(value):
            yield f"the name {value}"
        if name == "description" and not 0 < len(value) <= profile.description:
            yield f"{len(value)} characters of description"


def schema_violations(schema: dict[str, Any], profile: Profile) -> list[str]:
    """Return every rule on schemas that this one, a tool's parameters, breaks."""
    root = Place(profile=profile, count={})
    if schema.get("type") != "object":
        return ["the root is no object"]
    described = "description" in schema and not profile.root_description
    found = ["a description at the root"] if described else []
    found += node_violations(schema, root)
    over = (
        f"{root.count[what]} {what}"
        for what, most in profile.limits.items()
        if root.count.get(what, 0) > most
    )
    return [*found, *over]


def node_violations(schema: dict[str, Any], here: Place) -> Iterator[str]:
    """Yield what is wrong with a schema and with those inside it."""
    profile, kind = here.profile, type_of(schema, here.profile)
    if kind not in profile.keywords:
        yield f"{here.path}: the type {schema.get('type')}"
        return
    known = profile.keywords[kind] | {"type", "description"}
    yield from (f"{here.path}: {keyword}" for keyword in schema.keys() - known)
    if len(schema.get("description", "")) > profile.description:
        yield f"{here.path}: {len(schema['description'])} characters of description"
    yield from CHECKS.get(kind, scalar_violations)(schema, here)


def type_of(schema: dict[str, Any], profile: Profile) -> str:
    """Return a schema's type, "" if it is none the provider takes."""
    kind = schema.get("type")
    if kind is None and profile.untyped and (schema.keys() & {"enum", "const"}):
        return "string"
    if isinstance(kind, list) and profile.nullable:
        first, *rest = kind
        return first if rest == ["null"] else ""
    return kind if isinstance(kind, str) else ""


def object_violations(schema: dict[str, Any], here: Place) -> Iterator[str]:
    here.reach("depth", here.depth)
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        yield f"{here.path}: an object without properties"
        return
    if here.profile.closed and schema.get("additionalProperties") is not False:
        yield f"{here.path}: an object that is not closed"
    if here.profile.complete and schema.get("required") != list(properties):
        yield f"{here.path}: a property that is not required"
    if not set(schema.get("required", ())) <= set(properties):
        yield f"{here.path}: a required property that is none"
    yield from property_violations(schema, here)


def property_violations(schema: dict[str, Any], here: Place) -> Iterator[str]:
    here.add("properties", len(schema["properties"]))
    for name, inner in schema["properties"].items():
        here.add("characters of names and enums", len(name))
        if not here.profile.property_name.fullmatch(name):
            yield f"{here.path}: the name {name}"
        yield from node_violations(inner, here.inside(name))
    if isinstance(inner := schema.get("additionalProperties"), dict):
        yield from node_violations(inner, here.inside("*"))


def array_violations(schema: dict[str, Any], here: Place) -> Iterator[str]:
    here.reach("depth", here.depth)
    if isinstance(schema.get("items"), dict):
        yield from node_violations(schema["items"], here.inside("[]"))
    else:
        yield f"{here.path}: an array without items"


def scalar_violations(schema: dict[str, Any], here: Place) -> Iterator[str]:
    if schema.get("format") not in here.profile.formats | {None}:
        yield f"{here.path}: the format {schema['format']}"
    if here.profile.refused_pattern.search(schema.get("pattern", "")):
        yield f"{here.path}: the pattern {schema['pattern']}"
    if "enum" in schema:
        yield from enum_violations(schema["enum"], here)


def enum_violations(values: list[Any], here: Place) -> Iterator[str]:
    characters = sum(len(str(value)) for value in values)
    here.add("enum values", len(values))
    here.add("characters of names and enums", characters)
    if len(values) > LONG_ENUM:
        here.reach("characters of a long enum", characters)
    if not values or len(set(map(repr, values))) < len(values):
        yield f"{here.path}: an enum without values, or with one twice"
    kinds = (str,) if here.profile.string_enums else (str, int, float, bool)
    allowed = (*kinds, type(None)) if here.profile.nullable else kinds
    if not all(isinstance(value, allowed) for value in values):
        yield f"{here.path}: an enum of what cannot be enumerated"


CHECKS = {"object": object_violations, "array": array_violations}
