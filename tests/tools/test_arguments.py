"""What becomes of a model's arguments, beyond the rows of docs/arguments.md."""

import copy
from contextlib import suppress

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.errors import InvalidArguments
from edge.tools import fields
from edge.tools.arguments import compile_arguments
from edge.tools.arguments.compiling import DEEPEST
from edge.tools.arguments.quick import MOST_PLANS
from edge.tools.results import compile_result
from tests.tools.contracts import contract
from tests.tools.random_messages import JSON

SHAPES = contract("arguments_shapes.proto")
LEGACY = contract("arguments_legacy.proto")
EDITIONS = contract("arguments_editions.proto")


def shape(name):
    return SHAPES.message(f"arguments.shapes.{name}")


def legacy(name):
    return LEGACY.message(f"arguments.legacy.{name}")


def told(kind, arguments, **options):
    """Return what is said against some arguments."""
    with pytest.raises(InvalidArguments) as refused:
        compile_arguments(kind, **options)(arguments)
    return refused.value.problems


GIVEN = {"text": "a", "data": "YQ==", "number": 1, "real": 1.5, "chosen": "red"}


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_required_is_asked_for(name):
    (problem,) = told(shape("Needed"), {k: v for k, v in GIVEN.items() if k != name})
    assert problem.startswith(f"{name} is missing, but must be ")


def test_what_may_be_absent_is_not_asked_for():
    message = compile_arguments(shape("Needed"))(GIVEN)
    assert {field.name for field, _ in message.ListFields()} == set(GIVEN)


def test_zero_and_the_empty_are_not_missing():
    zeros = {"text": "", "data": "", "number": 0, "real": 0, "chosen": 1}
    assert compile_arguments(shape("Needed"))(zeros).chosen == 1


def test_what_the_edge_fills_is_neither_asked_for_nor_taken():
    convert = compile_arguments(shape("Needed"), omit=frozenset({"text", "map"}))
    sent = {**GIVEN, "text": "forged", "map": 7, "only_shown": "forged"}
    message = convert(sent)
    assert (message.text, message.only_shown, len(message.map)) == ("", "", 0)


@pytest.mark.parametrize("name", ["a_string", "aString", "A-String", "astring"])
def test_no_spelling_reaches_what_the_edge_fills(name):
    convert = compile_arguments(shape("Present"), omit=frozenset({"a_string"}))
    assert not convert({name: "forged"}).HasField("a_string")


def test_a_field_is_filled_by_the_edge_at_the_top_only():
    convert = compile_arguments(shape("Tree"), omit=frozenset({"label"}))
    tree = convert({"label": "forged", "left": {"label": "said"}})
    assert (tree.HasField("label"), tree.left.label) == (False, "said")


def test_proto2_says_itself_what_is_required():
    assert told(legacy("Strict"), {"note": "x"}) == (
        "dish is missing, but must be text in quotes.",
        "size is missing, but must be small or large.",
    )


def test_undeclared_names_are_counted():
    ignored = []
    convert = compile_arguments(shape("Present"), on_ignored=ignored.append)
    convert({"a_string": "x", "tenant": "y", "nothing": None, "an_integer": 4})
    assert ignored == ["tenant", "an_integer"]


def test_undeclared_names_are_counted_each_time():
    ignored = []
    convert = compile_arguments(shape("Tree"), on_ignored=ignored.append)
    for _ in range(2):
        convert({"left": {"tenant": 1}})
    assert ignored == ["tenant", "tenant"]


def test_only_the_first_few_problems_are_told():
    assert len(told(shape("Lists"), {"int32s": ["x"] * 1000})) == 5


def test_all_places_are_told_at_once():
    arguments = {
        "left": {"label": 1.5, "branches": [{}, {"label": True}]},
        "named": {"a key": {"left": []}},
    }
    assert [problem.split(" is ")[0] for problem in told(shape("Tree"), arguments)] == [
        "left.label",
        "left.branches[1].label",
        "named[a key].left",
    ]


HARMFUL = "line\nbreak\u2028\u202e\x00\ud800" + "x" * 10_000


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("Present", {"an_int32": HARMFUL}),
        ("Present", {"a_color": HARMFUL}),
        ("Present", {"an_int32": 10**5000}),
        ("Present", {"a_string": HARMFUL}),
        ("Maps", {"by_int32": {HARMFUL: 1}}),
        ("Maps", {"structs": {"a": {HARMFUL: float("inf")}}}),
        ("Present", {"a_strin" + HARMFUL[:8]: "x", "an_int32": "x"}),
        ("Known", {"any": {"@type": "x/" + HARMFUL}}),
        ("Tree", {"named": {HARMFUL: {"named": {HARMFUL: 3}}}}),
    ],
)
def test_what_is_repeated_of_a_value_is_short_and_on_one_line(kind, arguments):
    for problem in told(shape(kind), arguments):
        assert problem.isprintable()
        assert len(problem) < 300


def nested(wrap, levels, inner):
    """Return a value wrapped so many times."""
    for _ in range(levels):
        inner = wrap(inner)
    return inner


WAYS_DOWN = {
    "message": lambda n: nested(lambda v: {"left": v}, n, {}),
    "list": lambda n: nested(lambda v: {"branches": [v]}, n, {}),
    "single value for a list": lambda n: nested(lambda v: {"branches": v}, n, {}),
    "map": lambda n: nested(lambda v: {"named": {"a": v}}, n, {}),
    "oneof": lambda n: nested(lambda v: {"forest": {"trees": [v]}}, n, {}),
    "misspelt": lambda n: nested(lambda v: {"leftt": v}, n, {}),
    "Struct": lambda n: {"struct": nested(lambda v: {"a": v}, n, {})},
    "list in a Struct": lambda n: {"struct": {"a": nested(lambda v: [v], n, 1)}},
    "Any": lambda n: nested(
        lambda v: {"any": {"@type": "x/arguments.shapes.Tree", **v}}, n, {}
    ),
}


@pytest.mark.parametrize("way", WAYS_DOWN)
def test_what_lies_too_deep_is_refused(way):
    for levels in (DEEPEST, 300):
        problem = told(shape("Tree"), WAYS_DOWN[way](levels))[0]
        assert problem.endswith(" is nested too deeply.")


@pytest.mark.parametrize("way", WAYS_DOWN)
def test_what_does_not_can_be_read_by_the_service(way):
    convert, make = compile_arguments(shape("Tree")), GetMessageClass(shape("Tree"))
    for levels in range(DEEPEST):
        try:
            message = convert(WAYS_DOWN[way](levels))
        except InvalidArguments:
            break
        assert make.FromString(message.SerializeToString()) == message
    assert levels > 30


@pytest.mark.parametrize(
    ("given", "number"),
    [("on", None), ("CLASHING_ON", 1), ("ON", 3), ("off", 2), ("clashing_off", 2)],
)
def test_a_word_that_means_two_values_means_none(given, number):
    convert = compile_arguments(legacy("Clash"))
    if number is None:
        told(legacy("Clash"), {"clashing": given})
    else:
        assert convert({"clashing": given}).clashing == number


@pytest.mark.parametrize("given", ["old", "ALIASED_NEW", "new", 1])
def test_an_alias_is_as_good_as_the_first_name(given):
    assert compile_arguments(shape("Enums"))({"aliased": given}).aliased == 1


@pytest.mark.parametrize(("given", "number"), [("north", 0), ("South", 1), (0, 0)])
def test_a_zero_that_has_a_meaning_can_be_chosen(given, number):
    message = compile_arguments(shape("Enums"))({"bare": given})
    assert message.HasField("bare")
    assert message.bare == number


@pytest.mark.parametrize(
    ("sent", "member"),
    [
        ({"value": None, "text": "x"}, "text"),
        ({"nothing": None, "flag": False}, "flag"),
        ({"value": None}, "value"),
        ({"nothing": None}, "nothing"),
        ({"text": None, "number": None}, None),
        ({"empty": {}}, "empty"),
        ({"message": {}}, "message"),
        ({"choice_text": ""}, None),
    ],
)
def test_null_chooses_a_member_only_where_nothing_else_does(sent, member):
    message = compile_arguments(shape("Oneofs"))(sent)
    assert message.WhichOneof("choice") == member


def test_extensions_go_by_their_full_names():
    sent = {
        "[arguments.legacy.voucher]": "SUMMER",
        "[arguments.legacy.codes]": ["1", 2],
        "[arguments.legacy.worn]": "small",
        "[arguments.legacy.scopes]": [{"name": "a"}, {}],
        "[arguments.legacy.Scope.scope]": {},
    }
    message = compile_arguments(legacy("Legacy"))({"deeper": sent}).deeper
    set_ = {field.full_name for field, _ in message.ListFields()}
    assert set_ == {name.strip("[]") for name in sent}


def chain(length):
    """Return the first of so many message types, each with the next one in it."""
    file = FileDescriptorProto(name="chain.proto", package="chain", syntax="proto3")
    for number in range(length):
        field = file.message_type.add(name=f"M{number}").field.add(
            name="next", number=1
        )
        field.type, field.label = field.TYPE_MESSAGE, field.LABEL_OPTIONAL
        field.type_name = f".chain.M{min(number + 1, length - 1)}"
    pool = DescriptorPool()
    pool.Add(file)
    return pool.FindMessageTypeByName("chain.M0")


def test_a_contract_may_have_as_many_levels_as_protobuf_takes():
    kind = chain(300)
    message = compile_arguments(kind)({"next": {"next": {}}})
    assert compile_result(kind)(message) == {"next": {"next": {}}}
    assert "given twice" in str(told(kind, {"next": {"next": {}, "Next": 1}}))


def test_the_arguments_are_left_as_they_were():
    sent = {"aString": "x", "an_int32": "3", "a_bool": None}
    before = copy.deepcopy(sent)
    compile_arguments(shape("Present"))(sent)
    assert sent == before


def test_every_set_of_names_is_converted_however_many_there_are():
    convert = compile_arguments(shape("Names"))
    names = [field.name for field in shape("Names").fields]
    for number in range(2 * MOST_PLANS):
        chosen = [name for bit, name in enumerate(names) if number >> bit & 1]
        message = convert(dict.fromkeys(chosen, "x"))
        assert {field.name for field, _ in message.ListFields()} == set(chosen)


NAMES = st.sampled_from(
    sorted(
        {
            name
            for compiled in (SHAPES, LEGACY, EDITIONS)
            for file in compiled.files
            if file.package.startswith("arguments.")
            for kind in file.message_type
            for field in kind.field
            for name in (field.name, field.json_name, f"{field.name}s")
        }
    )
)


SOME_JSON = JSON | st.integers() | st.dictionaries(NAMES, JSON, max_size=2)


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("name", ["Lists", "Maps", "Oneofs", "Known", "Tree", "Needed"])
@settings(max_examples=30, deadline=None, derandomize=True)
@given(data=st.data())
def test_whatever_is_sent_is_taken_or_refused_in_words(name, exact, data):
    sent = data.draw(st.dictionaries(NAMES, SOME_JSON, max_size=4))
    with suppress(InvalidArguments):
        compile_arguments(shape(name), exact=exact)(sent).SerializeToString()


def test_of_very_many_choices_those_most_like_the_given_are_named():
    many = SHAPES.message("arguments.shapes.Enums").fields_by_name["many"].enum_type
    (problem,) = told(shape("Enums"), {"many": "nmber 21"})
    assert f"must be one of {len(many.values) - 1} values, such as " in problem
    assert "number_21" in problem


def test_every_field_of_every_message_has_its_spellings():
    for field in shape("Names").fields:
        for name in fields.json_names(field):
            message = compile_arguments(shape("Names"))({name: "x"})
            assert getattr(message, field.name) == "x"
