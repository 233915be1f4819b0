"""What a field says of itself."""

import pytest

from edge.tools import fields
from tests.tools.contracts import contract

SHAPES = contract("arguments_shapes.proto")
LEGACY = contract("arguments_legacy.proto")
EDITIONS = contract("arguments_editions.proto")
RULES = contract("arguments_rules.proto")


def required(kind):
    return {field.name for field in kind.fields if fields.required(field)}


@pytest.mark.parametrize(
    ("compiled", "name", "names"),
    [
        (SHAPES, "shapes.Needed", {"text", "data", "number", "real", "chosen"}),
        (SHAPES, "shapes.Present", set()),
        (SHAPES, "shapes.Oneofs", set()),
        (LEGACY, "legacy.Strict", {"dish", "size"}),
        (LEGACY, "legacy.Legacy", set()),
        (EDITIONS, "editions.Edition", {"implicit"}),
        (RULES, "rules.Booking", {"guest", "seats", "terms", "caller"}),
    ],
)
def test_a_field_is_required_where_leaving_it_out_would_say_something(
    compiled, name, names
):
    assert required(compiled.message(f"arguments.{name}")) == names


def test_a_field_has_its_own_spelling_and_that_of_json():
    names = {
        field.name: fields.json_names(field)
        for field in SHAPES.message("arguments.shapes.Names").fields
    }
    assert names["self"] == ("self",)
    assert names["with_digit_1"] == ("with_digit_1", "withDigit1")
    assert names["renamed"] == ("renamed", "$ref")


def test_an_extension_goes_by_its_full_name():
    extension = LEGACY.pool.FindExtensionByName("arguments.legacy.Scope.scope")
    assert fields.json_names(extension) == ("[arguments.legacy.Scope.scope]",)


@pytest.mark.parametrize(
    ("compiled", "name", "words"),
    [
        (SHAPES, "shapes.Color", ["red", "light_green", "negative"]),
        (SHAPES, "shapes.Aliased", ["old"]),
        (SHAPES, "shapes.Bare", ["north", "south"]),
        (LEGACY, "legacy.Clashing", ["CLASHING_ON", "CLASHING_OFF", "ON"]),
        (LEGACY, "legacy.Size", ["small", "large"]),
    ],
)
def test_an_enum_is_offered_in_words(compiled, name, words):
    enum = compiled.pool.FindEnumTypeByName(f"arguments.{name}")
    assert list(fields.enum_words(enum)) == words


def test_each_word_knows_its_value():
    enum = SHAPES.pool.FindEnumTypeByName("arguments.shapes.Color")
    assert fields.enum_words(enum)["light_green"] == "COLOR_LIGHT_GREEN"


@pytest.mark.parametrize("name", ["text", "may_be_absent", "only_shown"])
def test_only_the_service_sets_what_is_marked_so(name):
    field = SHAPES.message("arguments.shapes.Needed").fields_by_name[name]
    assert fields.is_output_only(field) == (name == "only_shown")
