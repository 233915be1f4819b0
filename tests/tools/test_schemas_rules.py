import pytest

from edge.tools.schemas import DIALECTS, schema
from tests.tools.contracts import contract

RULES = contract("schemas_rules.proto")
MOMENT = 'In RFC 3339, for example "2026-03-14T09:30:00Z".'
SPAN = 'In seconds, for example "90s" or "1.5s".'


def properties(message, dialect="vapi"):
    found = RULES.message(f"schemas.rules.{message}")
    return schema(found, dialect=DIALECTS[dialect])["properties"]


def field(name, dialect="vapi"):
    message, _, one = name.partition(".")
    return properties(message, dialect)[one]


def words(name, dialect="vapi"):
    """Return what a description says beyond the field's name."""
    return field(name, dialect).get("description", "").partition(". ")[2]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Texts.between", "From 2 to 5 characters."),
        ("Texts.exactly", "Exactly 4 characters."),
        ("Texts.at_least", "At least 1 character."),
        ("Texts.without", "None of none, any."),
        ("Texts.ip", "An IP address."),
        ("Texts.uri", "A URI."),
        (
            "Texts.prefixed",
            'Begins with "A-". Ends with "-Z". Contains "m". Does not contain "q".',
        ),
        (
            "Texts.bounded_bytes",
            "At least 2 bytes in UTF-8. At most 9 bytes in UTF-8.",
        ),
        ("Texts.wrapped", "At most 7 characters."),
        ("Texts.example", "For example Paris."),
        ("Texts.switched_off", ""),
        ("Texts.ignored", ""),
        ("Texts.flagged", "Matches the regular expression (?i)^yes$."),
        ("Numbers.at_least", "At least 1."),
        ("Numbers.between", "From 1 to 7."),
        ("Numbers.outside", "At most 2, or at least 11."),
        ("Numbers.among", "One of 1, 2, 5."),
        ("Numbers.without", "None of 13."),
        ("Numbers.constant", "Always 7."),
        ("Numbers.above", "At most 2. More than 0.5."),
        ("Numbers.long", "A whole number in digits. From 1 to 9007199254740993."),
        (
            "Numbers.largest",
            "A whole number in digits, 0 or more. At most 18446744073709551615.",
        ),
        ("Numbers.finite", "No infinity."),
        ("Numbers.agreed", "Always true."),
        ("Collections.list", "From 1 to 3 items. No item twice."),
        ("Collections.map", "Each key once. From 1 to 9 items."),
        (
            "Times.short",
            f"{SPAN} From 9s to 10s.",
        ),
        (
            "Times.outside",
            f"{SPAN} Less than 9s, or more than 10s.",
        ),
        (
            "Times.late",
            f"{MOMENT} More than 1970-01-02T00:00:00Z.",
        ),
        (
            "Times.soon",
            f"{MOMENT} In the future. Within 3600s of now.",
        ),
        ("Rest.data", "Bytes in base64. At least 1 byte. At most 16 bytes."),
        (
            "Rest.mask",
            'Names of fields, for example "displayName,homeAddress". Only of a, b.',
        ),
        ("Needed.email", "Give exactly one of email, phone."),
        ("Expressions.first", "Must be even."),
        ("Expressions.last", "Must hold: this % 2 == 1."),
        ("Expressions.bare", "Must hold: this > 0."),
        ("Expressions.left", "Give exactly one of left, right."),
        ("Inside.expressions", "The first must not come after the last."),
    ],
)
def test_in_vapis_dialect_rules_are_words(name, said):
    assert words(name) == said


@pytest.mark.parametrize(
    ("name", "keywords"),
    [
        ("Texts.pattern", {"pattern": "^[a-z]+$"}),
        ("Texts.constant", {"enum": ["yes"]}),
        ("Texts.among", {"enum": ["small", "large"]}),
        ("Texts.email", {"format": "email"}),
        ("Texts.hostname", {"format": "hostname"}),
        ("Texts.ipv4", {"format": "ipv4"}),
        ("Texts.ipv6", {"format": "ipv6"}),
        ("Texts.uuid", {"format": "uuid"}),
        ("Numbers.among_longs", {"enum": ["1", "9007199254740993"]}),
        ("Rest.constant", {"enum": ["AQI="]}),
        ("Enums.among", {"enum": ["a", "c"]}),
        ("Enums.without", {"enum": ["b", "c"]}),
        ("Enums.constant", {"enum": ["b"]}),
        ("Enums.defined", {"enum": ["a", "b", "c"]}),
    ],
)
def test_vapi_has_keywords_for_some(name, keywords):
    found = field(name)
    assert found.pop("type") == "string"
    assert {key: found[key] for key in keywords} == keywords


@pytest.mark.parametrize(
    ("name", "keywords"),
    [
        ("Numbers.at_least", {"minimum": 1}),
        ("Numbers.between", {"minimum": 1, "maximum": 7}),
        ("Numbers.outside", {}),
        ("Numbers.among", {"enum": [1, 2, 5]}),
        ("Numbers.constant", {"const": 7}),
        ("Numbers.above", {"exclusiveMinimum": 0.5, "maximum": 2}),
        ("Numbers.agreed", {"enum": [True, None]}),
        ("Collections.kinds", {"items": field("Collections.kinds")["items"]}),
    ],
)
def test_openai_has_keywords_for_more(name, keywords):
    found = field(name, "openai")
    assert {k: v for k, v in found.items() if k not in {"type", "description"}} == (
        keywords
    )


@pytest.mark.parametrize(
    ("dialect", "keywords", "said"),
    [
        ("vapi", {}, "At most 2. More than 0.5."),
        ("openai", {"exclusiveMinimum": 0.5, "maximum": 2}, ""),
        ("anthropic", {}, "At most 2. More than 0.5."),
        ("gemini", {"maximum": 2}, "More than 0.5."),
    ],
)
def test_a_rule_is_a_keyword_or_words_never_both(dialect, keywords, said):
    found = field("Numbers.above", dialect)
    assert {k: v for k, v in found.items() if k not in {"type", "description"}} == (
        keywords
    )
    assert words("Numbers.above", dialect) == said


@pytest.mark.parametrize("dialect", DIALECTS)
def test_bounds_beyond_2_to_the_53_keep_every_digit(dialect):
    assert words("Numbers.long", dialect).endswith("From 1 to 9007199254740993.")
    assert words("Numbers.largest", dialect).endswith("18446744073709551615.")


def test_the_rules_of_items_keys_and_values_stay_with_them():
    items = field("Collections.list")["items"]
    assert items == {"type": "string", "description": "At least 2 characters."}
    pair = field("Collections.map")["items"]["properties"]
    assert pair["key"]["description"] == "At most 3 characters."
    assert pair["value"]["description"] == "At least 0."


def test_the_size_of_a_map_is_counted_in_what_it_is_written_as():
    as_list = field("Collections.map", "openai")
    assert (as_list["minItems"], as_list["maxItems"]) == (1, 9)
    assert "From 1 to 9 entries." in field("Collections.map", "gemini")["description"]


def test_the_values_that_rules_exclude_are_not_explained_either():
    enums = RULES.message("schemas.rules.Enums")
    found = schema(enums, comments=RULES.comments)["properties"]["without"]
    assert found["description"] == "Without. b: The second. c: The third."


def test_behaviors_and_rules_say_what_is_required_and_what_is_hidden():
    needed = schema(RULES.message("schemas.rules.Needed"))
    assert needed["required"] == ["by_behavior", "by_rule"]
    assert "not_needed" in needed["properties"]
    assert "only_shown" not in needed["properties"]


def test_the_type_of_an_any_is_bounded_in_words():
    assert words("Rest.any").endswith(
        '"@type" is one of type.googleapis.com/schemas.rules.Rest.'
    )


def test_a_contract_without_rules_needs_no_definition_of_them():
    shapes = contract("schemas_shapes.proto")
    with pytest.raises(KeyError):
        shapes.pool.FindExtensionByName("buf.validate.field")
    assert schema(shapes.message("schemas.shapes.Leaf"))["required"] == ["name"]
