"""ProtoJSON to the letter, where the random messages of other tests do not reach."""

import pytest

from edge.errors import InvalidArguments
from edge.tools.arguments import compile_arguments
from tests.tools.contracts import contract

SHAPES = contract("arguments_shapes.proto")
LEGACY = contract("arguments_legacy.proto")

DOUBLES = "a number from -1.8e308 to 1.8e308"
INT64S = "a whole number from -9223372036854775808 to 9223372036854775807"
MASK = 'names of fields parted by commas, such as "displayName,homeAddress"'
MOMENT = 'a date and time with its UTC offset, such as "2026-03-14T09:30:00Z"'
SPAN = 'a length of time in seconds, such as "90s" or "1.5s"'
ANY = 'an object whose "@type" names its message'
COLORS = "COLOR_UNSPECIFIED, COLOR_RED, COLOR_LIGHT_GREEN or COLOR_NEGATIVE"
MANY_DIGITS = "a number of very many digits"


def shape(name):
    return SHAPES.message(f"arguments.shapes.{name}")


def told(kind, arguments):
    """Return what is said against some arguments."""
    with pytest.raises(InvalidArguments) as refused:
        compile_arguments(kind, exact=True)(arguments)
    return refused.value.problems


@pytest.mark.parametrize(
    ("name", "field", "value", "given", "right"),
    [
        ("Present", "an_int32", "x", '"x"', "a whole number"),
        ("Present", "an_int32", " 1", '" 1"', "a whole number"),
        ("Present", "a_bool", "true", '"true"', "true or false"),
        ("Present", "a_bool", 1, "1", "true or false"),
        ("Present", "a_string", 3, "3", "text in quotes"),
        ("Present", "a_color", "red", '"red"', COLORS),
        ("Present", "a_double", True, "true", "a number"),
        ("Lists", "strings", "x", '"x"', "a list"),
        ("Maps", "texts", [], "a list", "an object"),
        ("Oneofs", "nothing", 1, "1", "null"),
        ("Known", "any", 1, "1", ANY),
        ("Known", "double_value", "1.5e", '"1.5e"', "a number"),
        ("Known", "double_value", 10**400, MANY_DIGITS, DOUBLES),
        ("Known", "duration", "315576000001s", '"315576000001s"', SPAN),
        ("Known", "duration", "5.s", '"5.s"', SPAN),
        ("Known", "field_mask", 1, "1", MASK),
        ("Known", "field_mask", "a_b", '"a_b"', MASK),
        ("Known", "int64_value", "1e-1", '"1e-1"', "a whole number"),
        ("Known", "int64_value", "1e30", '"1e30"', INT64S),
        ("Known", "int64_value", "1e999", '"1e999"', "a whole number"),
        ("Known", "list_value", {}, "an object", "a list"),
        ("Known", "struct", "{}", '"{}"', "an object"),
        ("Known", "timestamp", "2026-1-1T00:00:00Z", '"2026-1-1T00:00:00Z"', MOMENT),
        (
            "Known",
            "timestamp",
            "2026-01-01t00:00:00Z",
            '"2026-01-01t00:00:00Z"',
            MOMENT,
        ),
        (
            "Known",
            "timestamp",
            "0001-01-01T00:00:00+00:01",
            '"0001-01-01T00:00:00+00:01"',
            MOMENT,
        ),
        ("Known", "value", 10**400, MANY_DIGITS, DOUBLES),
    ],
)
def test_nothing_is_forgiven(name, field, value, given, right):
    problems = told(shape(name), {field: value})
    assert problems == (f"{field} is {given}, but must be {right}.",)


@pytest.mark.parametrize(
    ("name", "sent", "problem"),
    [
        ("Present", {"tenant": 1}, "tenant is not declared."),
        ("Present", {"a-string": "x"}, "a-string is not declared."),
        ("Present", {"aString": "x", "a_string": "x"}, "a_string is given twice."),
        ("Tree", "{}", 'The whole of the arguments is "{}", but must be an object.'),
        ("Tree", None, "The whole of the arguments is null, but must be an object."),
        ("Oneofs", {"text": "", "flag": True}, "flag excludes text: give only one."),
    ],
)
def test_nothing_is_repaired(name, sent, problem):
    assert told(shape(name), sent) == (problem,)


@pytest.mark.parametrize("given", ["MEDIUM", 3])
def test_of_a_closed_enum_only_its_values_are_taken(given):
    (problem,) = told(LEGACY.message("arguments.legacy.Legacy"), {"size": given})
    assert problem.endswith(", but must be SMALL or LARGE.")


def test_nothing_is_asked_for():
    assert compile_arguments(shape("Needed"), exact=True)({}) is not None


def test_unspecified_and_unknown_numbers_of_open_enums_are_taken():
    convert = compile_arguments(shape("Lists"), exact=True)
    assert list(convert({"colors": ["COLOR_UNSPECIFIED", 77]}).colors) == [0, 77]
