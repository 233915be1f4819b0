"""What a provider refuses is found in a schema."""

import pytest

from edge.tools.schemas import DIALECTS, schema
from edge.verify.refusals import refusals
from tests.contracts import pool

TEXT = {"type": "string"}
DEEP = {"type": "object", "properties": {}}
for _ in range(11):
    DEEP = {"type": "object", "properties": {"in": DEEP}}


def refused(node, dialect):
    """Return what a dialect refuses of one field."""
    parameters = {"type": "object", "properties": {"field": node}}
    found = refusals(parameters, DIALECTS[dialect])
    return [problem for path, problem, _ in found if path.startswith(".field")]


@pytest.mark.parametrize(
    ("node", "dialect", "problem"),
    [
        ({}, "vapi", "has no type"),
        ({"enum": ["a"]}, "openai", "has no type"),
        (
            {"type": ["string", "null"]},
            "gemini",
            "has several types: ['string', 'null']",
        ),
        ({"type": "array"}, "gemini", "is a list of anything"),
        ({**TEXT, "default": "a"}, "openai", "says default"),
        ({"type": "integer", "minimum": 1}, "anthropic", "says minimum"),
        ({**TEXT, "format": "uri"}, "openai", "has the format uri"),
        ({"type": "integer", "enum": [1]}, "vapi", "enumerates what is no string"),
        ({"type": "object", "properties": {}}, "anthropic", "is not closed"),
        (
            {"type": "object", "properties": {"a b": TEXT}},
            "vapi",
            "has a property of the name a b",
        ),
        (
            {**TEXT, "description": "x" * 1000},
            "vapi",
            "is described in more than 999 characters",
        ),
    ],
)
def test_a_refused_schema_is_found(node, dialect, problem):
    assert refused(node, dialect) == [problem]


def test_optional_properties_are_refused_where_all_have_to_be_required():
    node = {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False}
    assert refused(node, "openai") == ["has optional properties"]


def test_depth_is_bounded():
    assert "lies deeper than 10 levels" in refused(DEEP, "vapi")


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ({f"a{n}": TEXT for n in range(1001)}, "has 1001 properties in all"),
        ({"a": {**TEXT, "enum": list(map(str, range(1001)))}}, "has 1001 enum in all"),
    ],
)
def test_size_is_bounded(properties, problem):
    parameters = {"type": "object", "properties": properties}
    ((_, found, _),) = refusals(parameters, DIALECTS["vapi"])
    assert found.startswith(problem)


def test_a_schema_is_of_an_object():
    assert [found[1] for found in refusals(TEXT, DIALECTS["vapi"])] == ["is no object"]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("file", ["schemas_shapes.proto", "probe.proto"])
def test_what_the_edge_writes_is_accepted(file, dialect):
    messages = pool(file).FindFileByName(file).message_types_by_name.values()
    written = [schema(message, dialect=dialect) for message in messages]
    assert [found for one in written for found in refusals(one, dialect)] == []
