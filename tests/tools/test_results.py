"""What a model sees of a response."""

import math

import pytest
from google.protobuf.message_factory import GetMessageClass

from edge.tools.results import compile_result
from tests.tools.contracts import contract

SHAPES = contract("arguments_shapes.proto")
LEGACY = contract("arguments_legacy.proto")


def shown(name, *, exact=False, package="shapes", **values):
    """Return what is shown of a message that holds these values."""
    compiled = SHAPES if package == "shapes" else LEGACY
    kind = compiled.message(f"arguments.{package}.{name}")
    return compile_result(kind, exact=exact)(GetMessageClass(kind)(**values))


NUMBERS = (
    "a_double",
    "a_float",
    "an_int32",
    "an_int64",
    "a_uint32",
    "a_uint64",
    "a_sint32",
    "a_sint64",
    "a_fixed32",
    "a_fixed64",
    "a_sfixed32",
    "a_sfixed64",
)


def test_no_degrees_and_no_are_told_but_nothing_is_not():
    assert shown("Scalars") == dict.fromkeys(NUMBERS, 0) | {"a_bool": False}


def test_what_is_absent_is_not_told():
    assert shown("Present") == {}


def test_what_is_present_is_told_even_when_it_is_zero():
    values = {"a_double": 0, "a_bool": False, "a_string": "", "an_int64": 0}
    assert shown("Present", **values) == values


def test_an_empty_list_and_an_empty_map_say_that_there_is_none():
    assert shown("Forest") == {"trees": []}
    assert shown("Secret", hidden="no") == {"inners": [], "by_name": {}}


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (2**53, 2**53),
        (-(2**53), -(2**53)),
        (2**53 + 1, "9007199254740993"),
        (-(2**63), "-9223372036854775808"),
    ],
)
def test_a_long_number_is_a_text_where_a_number_would_lose_digits(number, written):
    assert shown("Present", an_int64=number) == {"an_int64": written}


@pytest.mark.parametrize(
    ("number", "written"),
    [(math.inf, "Infinity"), (-math.inf, "-Infinity"), (math.nan, "NaN"), (-0.0, 0.0)],
)
def test_what_json_has_no_number_for_is_a_word(number, written):
    assert shown("Scalars", a_double=number)["a_double"] == written
    assert shown("Scalars", a_float=number)["a_float"] == written


@pytest.mark.parametrize(
    "number", [0.1, 3.4028235e38, 1.4013e-45, 16777216.0, 1.1754944e-38]
)
def test_a_float_has_no_more_digits_than_it_needs(number):
    assert shown("Present", a_float=number) == {"a_float": number}


@pytest.mark.parametrize(
    ("color", "written"), [(1, "red"), (2, "light_green"), (-1, "negative"), (9, 9)]
)
def test_a_choice_is_told_in_the_words_it_is_offered_in(color, written):
    assert shown("Scalars", a_color=color)["a_color"] == written


def test_a_zero_that_has_a_meaning_is_told():
    assert shown("Enums") == {"direction": "north"}


def test_of_aliases_the_first_is_told():
    assert shown("Enums", aliased=1)["aliased"] == "old"


SECRET = {
    "shown": "a",
    "hidden": "no",
    "inners": [{"shown": "b", "hidden": "no"}],
    "by_name": {"k": {"shown": "c", "hidden": "no"}},
    "chosen": {"shown": "d", "hidden": "no"},
    "hidden_any": {"type_url": "no/no"},
    "hidden_inner": {"shown": "no"},
    "hidden_number": 404,
}


def test_what_is_redacted_is_not_told_wherever_it_lies():
    assert shown("Secret", **SECRET) == {
        "shown": "a",
        "inners": [{"shown": "b"}],
        "by_name": {"k": {"shown": "c"}},
        "chosen": {"shown": "d"},
    }


def test_what_is_redacted_is_not_told_in_an_any():
    inner = GetMessageClass(SHAPES.message("arguments.shapes.Secret"))(**SECRET)
    packed = {
        "type_url": "type.googleapis.com/arguments.shapes.Secret",
        "value": inner.SerializeToString(),
    }
    told = shown("Secret", any=packed)["any"]
    assert told.pop("@type") == packed["type_url"]
    assert told == shown("Secret", **SECRET)


def test_a_redacted_choice_is_not_told():
    assert "hidden_choice" not in shown("Secret", hidden_choice="no")


def test_a_redacted_extension_is_not_told():
    kind = LEGACY.message("arguments.legacy.Legacy")
    message = GetMessageClass(kind)()
    for name, value in (("voucher", "SUMMER"), ("secret", "no")):
        extension = LEGACY.pool.FindExtensionByName(f"arguments.legacy.{name}")
        message.Extensions[extension] = value
    assert compile_result(kind)(message)["[arguments.legacy.voucher]"] == "SUMMER"
    assert "no" not in compile_result(kind)(message).values()


def test_nothing_is_redacted_in_proto_json():
    assert shown("Secret", exact=True, hidden="yes", hidden_number=1) == {
        "hidden": "yes",
        "hiddenNumber": 1,
    }


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ({"timestamp": {"seconds": 0}}, "1970-01-01T00:00:00Z"),
        (
            {"timestamp": {"seconds": -1, "nanos": 500}},
            "1969-12-31T23:59:59.000000500Z",
        ),
        ({"timestamp": {"seconds": -62_135_596_800}}, "0001-01-01T00:00:00Z"),
        ({"timestamp": {"seconds": 253_402_300_799}}, "9999-12-31T23:59:59Z"),
        (
            {"timestamp": {"seconds": 86_399, "nanos": 10**6}},
            "1970-01-01T23:59:59.001Z",
        ),
        ({"duration": {"seconds": 90}}, "90s"),
        ({"duration": {"nanos": -1000}}, "-0.000001s"),
        ({"field_mask": {"paths": ["a_b.c", "d"]}}, "aB.c,d"),
        ({"bytes_value": {"value": b"abc"}}, "YWJj"),
        ({"bool_value": {}}, False),
        ({"int64_value": {"value": 5}}, "5"),
        ({"value": {}}, None),
        ({"empty": {}}, {}),
        ({"any": {}}, {}),
    ],
)
def test_proto_json_has_forms_of_its_own(known, written):
    assert list(shown("Known", exact=True, **known).values()) == [written]


UNPRINTABLE = [
    {"timestamp": {"seconds": 253_402_300_800}},
    {"timestamp": {"seconds": -62_135_596_801}},
    {"timestamp": {"nanos": 10**9}},
    {"timestamp": {"nanos": -1}},
    {"duration": {"seconds": 315_576_000_001}},
    {"duration": {"seconds": 1, "nanos": -1}},
    {"duration": {"nanos": 10**9}},
    {"value": {"number_value": math.nan}},
    {"field_mask": {"paths": ["camelCase"]}},
    {"field_mask": {"paths": ["a__b"]}},
    {"any": {"type_url": "x/no.Such"}},
    {"any": {"type_url": "x/google.protobuf.Duration", "value": b"\xff"}},
]


@pytest.mark.parametrize("known", UNPRINTABLE)
def test_proto_json_refuses_what_it_has_no_form_for(known):
    with pytest.raises(ValueError, match=r"\w"):
        shown("Known", exact=True, **known)


@pytest.mark.parametrize("known", UNPRINTABLE)
def test_a_model_is_told_what_can_be_told_of_it(known):
    (name,) = known
    assert shown("Known", **known)[name] in (
        None,
        "NaN",
        "camelCase",
        "a__b",
        {"@type": "x/no.Such"},
        {"@type": "x/google.protobuf.Duration"},
    )


def test_a_mask_is_told_in_the_names_the_model_knows():
    assert shown("Known", field_mask={"paths": ["a_b", "c"]}) == {"field_mask": "a_b,c"}


def test_a_default_of_the_contract_is_told_only_when_it_was_sent():
    assert "number" not in shown("Legacy", package="legacy")
    assert shown("Legacy", package="legacy", number=7)["number"] == 7
