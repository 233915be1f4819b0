"""What in a JSON schema a model provider refuses, by its dialect's table."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from edge.tools.schemas import Dialect
from edge.tools.schemas.words import MOST
from edge.tools.schemas.writing import STRUCTURE

PROPERTY = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]{0,63}")
"""What Gemini and Anthropic both take as a property's name (FunctionDeclaration;
https://platform.claude.com/docs/en/api/messages)."""

SHORTER = "give the field a name of at most 64 letters, digits and '_'"
SIMPLER = "make the request flatter: fewer, simpler fields"
REPORT = "report it: the edge writes this schema"

Refusal = tuple[str, str, str]
"""Where in the schema, what is refused, and the mend."""


@dataclass(frozen=True, slots=True)
class Node:
    """One schema within another."""

    path: str
    depth: int
    schema: dict[str, Any]


def refusals(schema: dict[str, Any], dialect: Dialect) -> Iterator[Refusal]:
    """Yield what the provider refuses of a tool's parameters."""
    every = list(nodes(Node("", 1, schema)))
    if schema.get("type") != "object":
        yield "", "is no object", REPORT
    for node in every:
        for rule in RULES:
            yield from ((node.path, *rest) for rest in rule(node, dialect))
    bounds = {"properties": dialect.properties, "enum": dialect.values}
    for keyword, most in bounds.items():
        count = sum(len(node.schema.get(keyword, ())) for node in every)
        if count > most:
            yield "", f"has {count} {keyword} in all, more than {most}", SIMPLER


def nodes(node: Node) -> Iterator[Node]:
    """Yield a schema and those inside it."""
    yield node
    inner = [(f".{k}", v) for k, v in node.schema.get("properties", {}).items()]
    inner += [("[]", node.schema.get("items"))]
    inner += [(".*", node.schema.get("additionalProperties"))]
    for name, schema in inner:
        if isinstance(schema, dict):
            yield from nodes(Node(f"{node.path}{name}", node.depth + 1, schema))


def typing(node: Node, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the type."""
    kind = node.schema.get("type")
    literal = not dialect.typed_literals and node.schema.keys() & {"enum", "const"}
    if not kind and not literal:
        yield "has no type", REPORT
    if isinstance(kind, list) and not dialect.complete:
        yield f"has several types: {kind}", REPORT
    if kind == "array" and "items" not in node.schema:
        yield "is a list of anything", REPORT


def keywords(node: Node, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Yield each keyword the dialect lacks."""
    known = STRUCTURE | dialect.constraints | {"description", "enum", "format"}
    for keyword in sorted(node.schema.keys() - known):
        yield f"says {keyword}", REPORT
    if node.schema.get("format", "date") not in dialect.formats:
        yield f"has the format {node.schema['format']}", REPORT
    if not dialect.any_enums and not all(
        isinstance(value, str) for value in node.schema.get("enum", ())
    ):
        yield "enumerates what is no string", REPORT


def objects(node: Node, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an object and the names in it."""
    if node.schema.get("type") != "object":
        return
    properties = node.schema.get("properties", {})
    if dialect.closed and node.schema.get("additionalProperties") is not False:
        yield "is not closed", REPORT
    if dialect.complete and set(node.schema.get("required", ())) != set(properties):
        yield "has optional properties", REPORT
    for name in properties:
        if not PROPERTY.fullmatch(name):
            yield f"has a property of the name {name}", SHORTER


def sizes(node: Node, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Yield what is too long or too deep."""
    if len(node.schema.get("description", "")) > MOST:
        yield f"is described in more than {MOST} characters", "shorten the comment"
    if node.depth > dialect.depth and node.schema.get("type") in ("array", "object"):
        yield f"lies deeper than {dialect.depth} levels", SIMPLER


RULES: tuple[Callable[[Node, Dialect], Iterator[tuple[str, str]]], ...] = (
    typing,
    keywords,
    objects,
    sizes,
)
