import pytest

from edge.tools.comments import NONE
from edge.tools.schemas import DIALECTS, schema
from tests.tools.contracts import contract

SHAPES = contract("schemas_shapes.proto")
LEGACY = contract("schemas_legacy.proto")
EDITIONS = contract("schemas_editions.proto")
COMMENTED = contract("schemas_comments.proto")

CLOSED = {"openai", "anthropic"}


def written(name, dialect="vapi", contract=SHAPES, comments=NONE, omit=()):
    package = contract.files[-1].package
    return schema(
        contract.message(f"{package}.{name}"),
        omit=frozenset(omit),
        dialect=DIALECTS[dialect],
        comments=comments,
    )


def bare(value):
    """Return a schema without its descriptions."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k != "description"}
    return value


def fields(name, dialect="vapi", **options):
    return written(name, dialect, **options)["properties"]


def field(name, dialect="vapi", **options):
    message, _, one = name.partition(".")
    return fields(message, dialect, **options)[one]


def description(name, dialect="vapi", **options):
    return field(name, dialect, **options)["description"]


LONG, UNSIGNED_LONG = "^-?[0-9]{1,19}$", "^[0-9]{1,20}$"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a_double", {"type": "number"}),
        ("a_float", {"type": "number"}),
        ("an_int32", {"type": "integer"}),
        ("a_sint32", {"type": "integer"}),
        ("a_sfixed32", {"type": "integer"}),
        ("a_uint32", {"type": "integer"}),
        ("a_fixed32", {"type": "integer"}),
        ("an_int64", {"type": "string", "pattern": LONG}),
        ("a_sint64", {"type": "string", "pattern": LONG}),
        ("a_sfixed64", {"type": "string", "pattern": LONG}),
        ("a_uint64", {"type": "string", "pattern": UNSIGNED_LONG}),
        ("a_fixed64", {"type": "string", "pattern": UNSIGNED_LONG}),
        ("a_bool", {"type": "boolean"}),
        ("a_string", {"type": "string"}),
        ("some_bytes", {"type": "string"}),
    ],
)
def test_every_scalar_has_its_json_form(name, expected):
    assert bare(field(f"Scalars.{name}")) == expected


@pytest.mark.parametrize(
    ("dialect", "keywords", "words"),
    [
        ("vapi", {"pattern"}, "A uint64. A whole number in digits, 0 or more."),
        ("openai", {"pattern"}, "A uint64. A whole number in digits, 0 or more."),
        ("anthropic", set(), "A uint64. A whole number in digits, 0 or more."),
        ("gemini", set(), "A uint64. A whole number in digits, 0 or more."),
    ],
)
def test_a_64_bit_number_is_a_string_that_says_so(dialect, keywords, words):
    long = field("Scalars.a_uint64", dialect)
    assert long.keys() == {"type", "description"} | keywords
    assert long["type"] == "string"
    assert long["description"] == words


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("vapi", {"type": "integer", "description": "A uint32. At least 0."}),
        ("openai", {"type": "integer", "minimum": 0, "description": "A uint32"}),
        ("anthropic", {"type": "integer", "description": "A uint32. At least 0."}),
        ("gemini", {"type": "integer", "minimum": 0, "description": "A uint32"}),
    ],
)
def test_what_a_dialect_has_no_keyword_for_is_said_in_words(dialect, expected):
    assert field("Scalars.a_uint32", dialect) == expected


def test_bytes_say_that_they_are_base64():
    assert description("Scalars.some_bytes") == "Some bytes. Bytes in base64."


@pytest.mark.parametrize("dialect", ["vapi", "anthropic", "gemini"])
def test_only_what_cannot_be_absent_is_required(dialect):
    assert written("Presence", dialect)["required"] == ["needed"]


def test_openai_requires_everything_and_takes_null_for_what_is_absent():
    presence = written("Presence", "openai")
    assert presence["required"] == list(presence["properties"])
    types = {name: each["type"] for name, each in presence["properties"].items()}
    assert types == {
        "needed": "string",
        "text": ["string", "null"],
        "number": ["integer", "null"],
        "flag": ["boolean", "null"],
        "color": ["string", "null"],
        "nothing": ["object", "null"],
    }
    assert presence["properties"]["color"]["enum"] == ["red", "dark_green", None]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_empty_message_has_properties_all_the_same(dialect):
    nothing = written("Nothing", dialect)
    assert nothing["type"] == "object"
    assert nothing["properties"] == {}
    assert nothing.get("additionalProperties", True) is (dialect not in CLOSED)


def test_lists_have_items_of_every_kind():
    assert bare(fields("Lists")) == {
        "texts": {"type": "array", "items": {"type": "string"}},
        "longs": {"type": "array", "items": {"type": "string", "pattern": LONG}},
        "colors": {
            "type": "array",
            "items": {"type": "string", "enum": ["red", "dark_green"]},
        },
        "leaves": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}},
                "required": ["name"],
            },
        },
        "wrapped": {"type": "array", "items": {"type": "string"}},
        "moments": {
            "type": "array",
            "items": {"type": "string", "format": "date-time"},
        },
    }


def pairs(key, value, **more):
    inner = {"key": {"type": key, **more}, "value": value}
    items = {"type": "object", "properties": inner, "required": ["key", "value"]}
    return {"type": "array", "items": items}


def test_where_maps_are_refused_they_are_lists_of_pairs():
    text = {"type": "string"}
    assert bare(fields("Maps")) == {
        "texts": pairs("string", text),
        "by_number": pairs("integer", text),
        "by_flag": pairs("boolean", text),
        "by_long": pairs("string", text, pattern=UNSIGNED_LONG),
        "colors": pairs("string", {**text, "enum": ["red", "dark_green"]}),
        "leaves": pairs(
            "string",
            {"type": "object", "properties": {"name": text}, "required": ["name"]},
        ),
    }


@pytest.mark.parametrize("dialect", CLOSED)
def test_the_pairs_of_a_map_are_closed_where_every_object_is(dialect):
    items = field("Maps.texts", dialect)["items"]
    assert items["additionalProperties"] is False
    assert items["required"] == ["key", "value"]


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("texts", {"type": "string"}, "Texts"),
        ("by_number", {"type": "string"}, "Each key is a whole number in digits."),
        ("by_flag", {"type": "string"}, 'Each key is "true" or "false".'),
        (
            "by_long",
            {"type": "string"},
            "Of each key: A whole number in digits, 0 or more.",
        ),
        ("colors", {"type": "string", "enum": ["red", "dark_green"]}, "Colors"),
    ],
)
def test_where_maps_are_taken_their_keys_are_described(name, values, words):
    found = field(f"Maps.{name}", "gemini")
    assert bare(found) == {
        "type": "object",
        "properties": {},
        "additionalProperties": values,
    }
    assert found["description"].endswith(words)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["email", "phone", "which"])
def test_the_members_of_a_oneof_are_optional_and_exclude_each_other(name, dialect):
    assert description(f"Choice.{name}", dialect).endswith(
        "Give only one of email, phone, which."
    )
    assert name not in written("Choice").get("required", ())


def test_a_lone_optional_field_is_no_choice():
    assert description("Choice.note") == "Note"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("color", ["red", "dark_green"]),
        ("alias", ["first", "second"]),
        ("unprefixed", ["none", "some"]),
        ("retired", ["new"]),
    ],
)
def test_enums_offer_their_words_alone(name, words):
    assert field(f"Enums.{name}")["enum"] == words


@pytest.mark.parametrize("name", ["empty", "null_value"])
def test_an_enum_without_a_choice_is_not_offered(name):
    assert name not in fields("Enums")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_only_anthropic_leaves_out_the_type_of_an_enum(dialect):
    assert ("type" in field("Enums.color", dialect)) is (dialect != "anthropic")


def test_the_comments_of_enum_values_reach_the_model():
    found = description("Shop.kind", contract=COMMENTED, comments=COMMENTED.comments)
    assert found == "What it sells. bakery: Bread and cake. grocer: Fruit."


@pytest.mark.parametrize(
    ("name", "keywords", "words"),
    [
        (
            "moment",
            {"type": "string", "format": "date-time"},
            'In RFC 3339, for example "2026-03-14T09:30:00Z".',
        ),
        (
            "span",
            {"type": "string", "pattern": r"^-?[0-9]{1,11}(\.[0-9]{1,9})?s$"},
            'In seconds, for example "90s" or "1.5s".',
        ),
        (
            "mask",
            {"type": "string"},
            'Names of fields, for example "displayName,homeAddress".',
        ),
        (
            "struct",
            {"type": "string"},
            'Written as JSON text: an object, for example {"key": "value"}.',
        ),
        ("value", {"type": "string"}, "Written as JSON text: any value."),
        (
            "list",
            {"type": "string"},
            "Written as JSON text: a list of any values, for example [1, true].",
        ),
        ("any", {"type": "string"}, '"value": "3s"}.'),
        ("empty", {"type": "object", "properties": {}}, "Empty"),
    ],
)
def test_well_known_types_have_forms_of_their_own(name, keywords, words):
    found = field(f"WellKnown.{name}")
    assert bare(found) == keywords
    assert found["description"].endswith(words)


def test_where_open_objects_are_taken_a_struct_is_one():
    assert bare(field("WellKnown.struct", "gemini")) == {
        "type": "object",
        "properties": {},
        "additionalProperties": True,
    }


def test_a_wrapper_is_the_optional_scalar_in_it():
    scalars = bare(fields("Scalars"))
    expected = {name: scalars[name] for name in fields("Wrappers")}
    assert bare(fields("Wrappers")) == expected
    assert "required" not in written("Wrappers")


def test_properties_are_named_as_the_contract_names_its_fields():
    assert list(fields("Names")) == [
        "type",
        "from",
        "required",
        "properties",
        "Proto",
        "reference",
        "display_name",
        "short",
    ]


def levels(found, name):
    """Return how often a property is found within itself, and what ends it."""
    if name not in found.get("properties", {}):
        return 0, found
    depth, end = levels(found["properties"][name], name)
    return depth + 1, end


def test_recursion_ends_in_json_text_after_three_levels():
    depth, end = levels(written("Node"), "next")
    assert depth == 3
    assert end["type"] == "string"
    assert end["description"] == (
        "Next. Written as JSON text: an object with the keys name (required), next."
    )


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "message", ["Tree", "Chicken", "Registry", "Expression", "Bush", "Deep"]
)
def test_recursion_ends_whatever_way_it_takes(message, dialect):
    assert "Written as JSON text" in str(written(message, dialect))


def test_a_message_with_too_many_properties_is_spelled_out_less_deep():
    assert levels(written("Bush"), "a")[0] == 2


def test_what_lies_too_deep_is_json_text():
    names = ["one", "two", "three", "four", "five", "six", "seven"]
    found = written("Deep")
    for name in names:
        found = found["properties"][name]
    assert found["properties"]["eight"]["type"] == "string"


def test_what_proto2_requires_and_defaults_to_is_said():
    order = written("Order", contract=LEGACY)
    assert order["required"] == ["dish"]
    assert {
        name: each["description"] for name, each in order["properties"].items()
    } == {
        "dish": "Dish",
        "portions": "Portions. Left out: 1.",
        "note": 'Note. Left out: "none".',
        "size": "Size. Left out: large.",
        "delivery": "Delivery",
        "extra": "Extra",
    }


def test_a_group_is_an_object_and_an_extension_is_not_offered():
    delivery = field("Order.delivery", contract=LEGACY)
    assert delivery["required"] == ["street"]
    assert delivery["properties"]["express"]["description"].endswith("out: false.")
    assert field("Order.extra", contract=LEGACY)["items"]["type"] == "object"
    assert "voucher" not in str(written("Order", contract=LEGACY))


def test_the_features_of_an_edition_decide_on_presence():
    booking = written("Booking", contract=EDITIONS)
    assert booking["required"] == ["guest", "room"]
    assert booking["properties"]["address"]["type"] == "object"
    assert booking["properties"]["meal"]["enum"] == ["breakfast", "dinner"]
    assert booking["properties"]["nights"]["description"] == "Nights. Left out: 1."


def test_an_option_stands_in_for_a_comment():
    found = description("Shop.owner", contract=COMMENTED, comments=COMMENTED.comments)
    assert found == "Who it belongs to."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("shop_url", "Shop url"),
        ("kind", "The kinds of shops. bakery: Bread and cake. grocer: Fruit."),
        ("shop", "A shop, or a stall."),
        ("HTTPHeader", "HTTP header"),
    ],
)
def test_a_field_without_comment_has_its_types_or_its_name(name, words):
    comments = COMMENTED.comments
    found = description(f"Uncommented.{name}", contract=COMMENTED, comments=comments)
    assert found == words


def test_fields_can_be_left_out():
    assert "caller" not in fields("Shop", contract=COMMENTED, omit=["caller"])
    assert "caller" in fields("Shop", contract=COMMENTED)


def test_a_deprecated_field_is_shown_only_where_it_is_required():
    assert description("Shop.old_kind", contract=COMMENTED) == "Old. Deprecated."
    assert "very_old" not in fields("Shop", contract=COMMENTED)


@pytest.mark.parametrize("name", ["Struct", "Value", "Any"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_request_that_may_be_anything_declares_nothing(name, dialect):
    message = SHAPES.message(f"google.protobuf.{name}")
    found = schema(message, dialect=DIALECTS[dialect])
    assert found["properties"] == {}
    assert found.get("additionalProperties", True) is (dialect not in CLOSED)


def test_a_request_that_is_a_wrapper_is_the_message():
    found = schema(SHAPES.message("google.protobuf.StringValue"))
    assert bare(found["properties"]) == {"value": {"type": "string"}}


def test_what_is_not_offered_is_no_choice_either():
    optional = description("Limited.email")
    assert optional == "Email. Give only one of email, phone."
    assert description("Lone.email") == "Email"
