"""Every dialect against what its provider documents, and against its own SDK."""

import copy
from functools import cache

import pytest

from edge.tools.schemas import DIALECTS, schema
from tests.tools.contracts import contract
from tests.tools.profiles import PROFILES, schema_violations, violations

CONTRACTS = [
    contract(f"schemas_{name}.proto")
    for name in ("shapes", "legacy", "editions", "rules", "comments")
]
MESSAGES = [
    pytest.param(each, f"{each.files[-1].package}.{message.name}", id=message.name)
    for each in CONTRACTS
    for message in each.files[-1].message_type
]


@cache
def written(contract, name, dialect):
    return schema(
        contract.message(name), dialect=DIALECTS[dialect], comments=contract.comments
    )


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("contract", "name"), MESSAGES)
def test_every_message_is_written_as_the_provider_documents(contract, name, dialect):
    found = written(contract, name, dialect)
    assert schema_violations(found, PROFILES[dialect]) == []


@pytest.mark.parametrize(("contract", "name"), MESSAGES)
def test_openais_own_conversion_has_nothing_left_to_do(contract, name):
    from agents.strict_schema import ensure_strict_json_schema  # noqa: PLC0415  slow

    found = written(contract, name, "openai")
    assert ensure_strict_json_schema(copy.deepcopy(found)) == found


@pytest.mark.parametrize(("contract", "name"), MESSAGES)
def test_anthropics_own_conversion_has_nothing_left_to_do(contract, name):
    from anthropic import transform_schema  # noqa: PLC0415  slow

    found = written(contract, name, "anthropic")
    assert transform_schema(copy.deepcopy(found)) == found


def an_object(properties, **more):
    return {"type": "object", "properties": properties, **more}


def closed(properties, **more):
    required = list(properties)
    return an_object(properties, required=required, additionalProperties=False, **more)


def nested(depth):
    inner = {"type": "string"}
    for _ in range(depth):
        inner = closed({"a": inner})
    return inner


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("dialect", "broken"),
    [
        ("vapi", {"type": "string"}),
        ("vapi", {"type": "object"}),
        ("vapi", closed({})),
        ("vapi", an_object({}, description="A root.")),
        ("vapi", an_object({"a": {"type": ["string", "null"]}})),
        ("vapi", an_object({"a": {}})),
        ("vapi", an_object({"a": {"type": "object"}})),
        ("vapi", an_object({"a": {"type": "array"}})),
        ("vapi", an_object({"a": {"type": "array", "items": TEXT, "minItems": 1}})),
        ("vapi", an_object({"a": {"type": "string", "minLength": 1}})),
        ("vapi", an_object({"a": {"type": "string", "format": "uri"}})),
        ("vapi", an_object({"a": {"type": "string", "enum": [1]}})),
        ("vapi", an_object({"a": {"type": "integer", "minimum": 1}})),
        ("vapi", an_object({"a": {"type": "string", "enum": []}})),
        ("vapi", an_object({"a": {"type": "string", "enum": ["x", "x"]}})),
        ("vapi", an_object({"a": {"type": "string", "description": "a" * 1000}})),
        ("vapi", an_object({"a": {"anyOf": [TEXT]}})),
        ("vapi", an_object({"a b": TEXT})),
        ("vapi", an_object({}, required=["a"])),
        ("openai", an_object({"a": TEXT}, required=["a"])),
        ("openai", an_object({"a": TEXT}, additionalProperties=False)),
        ("openai", closed({"a": an_object({}, required=[])})),
        ("openai", closed({"a": {"type": "string", "minLength": 1}})),
        ("openai", closed({"a": {"type": "string", "pattern": "(?!a)b"}})),
        ("openai", nested(11)),
        ("openai", closed({f"a{n}": TEXT for n in range(5001)})),
        (
            "openai",
            closed(
                {
                    f"a{n}": {"type": "string", "enum": [f"v{m}" for m in range(201)]}
                    for n in range(5)
                }
            ),
        ),
        (
            "openai",
            closed({"a": {"type": "string", "enum": [f"{n:99}" for n in range(251)]}}),
        ),
        ("openai", closed({"a" * 121_000: TEXT})),
        ("anthropic", an_object({"a": TEXT})),
        ("anthropic", closed({"a": {"type": "string", "pattern": "a"}})),
        ("anthropic", closed({"a": {"type": "integer", "minimum": 1}})),
        ("anthropic", closed({"a": {"type": ["string", "null"]}})),
        ("anthropic", closed({"a" * 65: TEXT})),
        ("gemini", an_object({"$a": TEXT})),
        ("gemini", an_object({"a" * 65: TEXT})),
        ("gemini", an_object({"a": {"type": "string", "format": "email"}})),
        ("gemini", an_object({"a": {"type": "string", "pattern": "a"}})),
        ("gemini", an_object({"a": {"type": "number", "exclusiveMinimum": 1}})),
        ("gemini", an_object({}, additionalProperties={})),
        ("gemini", an_object({"a": {"$ref": "#"}})),
    ],
)
def test_a_profile_refuses_what_its_provider_does(dialect, broken):
    assert len(schema_violations(broken, PROFILES[dialect])) == 1


@pytest.mark.parametrize(
    ("dialect", "good"),
    [
        ("vapi", an_object({"a": {"type": "string", "enum": ["x"]}}, required=["a"])),
        ("openai", nested(10)),
        ("openai", closed({"a": {"type": ["string", "null"], "enum": ["x", None]}})),
        ("anthropic", closed({"a": {"enum": [1, "x"]}})),
        ("gemini", an_object({"a": an_object({}, additionalProperties=TEXT)})),
    ],
)
def test_a_profile_takes_what_its_provider_does(dialect, good):
    assert schema_violations(good, PROFILES[dialect]) == []


def a_tool(**changes):
    tool = {
        "name": "a",
        "description": "Does a.",
        "parametersJsonSchema": an_object({}),
    }
    return {**tool, **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "a" * 65},
        {"name": "1st"},
        {"name": "a b"},
        {"description": ""},
        {"description": "a" * 1000},
        {"parameters": {}},
    ],
)
def test_a_profile_refuses_a_definition_of_another_form(changes):
    assert violations(a_tool(), PROFILES["gemini"]) == []
    assert len(violations(a_tool(**changes), PROFILES["gemini"])) == 1
