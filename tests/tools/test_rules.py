"""The rules of a contract, checked before a call."""

import subprocess
import sys

import pytest
from google.protobuf.message_factory import GetMessageClass

from edge.errors import DiscoveryError, InvalidArguments
from edge.tools.rules import compile_rules
from tests.tools.contracts import ROOT, contract

RULES = contract("arguments_rules.proto")
FINE = {"guest": "Ann", "seats": 2, "terms": True, "phone": "1", "meal": 1}


def kind(name):
    return RULES.message(f"arguments.rules.{name}")


def told(name, values, **options):
    """Return what is said against a message."""
    message = GetMessageClass(kind(name))(**values)
    with pytest.raises(InvalidArguments) as refused:
        compile_rules(kind(name), **options)(message)
    return refused.value.problems


def test_a_message_that_obeys_passes():
    check = compile_rules(kind("Booking"))
    assert check(GetMessageClass(kind("Booking"))(**FINE)) is None


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ({"guest": "A"}, 'guest is "A", but must be at least 2 characters.'),
        ({"seats": 9}, "seats is 9, but must be greater than or equal to 1 and less"),
        ({"terms": False}, "terms is false, but must equal true."),
        ({"others": [{}]}, "others[0].name: does not match regex pattern `^[A-Z]`."),
        ({"dishes": {"ice": 0}}, "dishes[ice] is 0, but must be greater than 0."),
        ({"dishes": {"ice cream": 1}}, "dishes[ice cream] has a key that must be at"),
        ({"meal": 2}, "meal is 2, but must not be in list [2]."),
        ({"phone": None}, "contact: exactly one field is required in oneof."),
        ({"phone": None, "email": "x"}, 'email is "x", but must be a valid email'),
        (
            {"seats": 1, "others": [{"name": "B"}, {"name": "C"}]},
            "There must be a seat for everybody.",
        ),
    ],
)
def test_a_rule_that_is_broken_is_told_in_words(broken, problem):
    (said,) = told("Booking", FINE | broken)
    assert said.startswith(problem)


def test_a_rule_that_is_broken_deeper_is_told_with_its_place():
    booking = FINE | {"seats": 0}
    (said,) = told("Outer", {"outer": {"outer": {"booking": booking}}})
    assert said.startswith("outer.outer.booking.seats is 0, but must be ")


def test_only_the_first_few_are_told():
    others = [{"name": "x"}] * 9
    assert len(told("Booking", FINE | {"seats": 9, "others": others})) == 5


def test_what_a_value_would_do_to_the_line_it_does_not():
    (said,) = told("Booking", FINE | {"guest": "\n" + "x" * 1000})
    assert said.isprintable()
    assert len(said) < 100


def test_the_model_does_not_hear_of_what_it_cannot_set():
    check = compile_rules(kind("Booking"), omit=frozenset({"caller"}))
    assert check(GetMessageClass(kind("Booking"))(**FINE, caller="1")) is None


def test_a_contract_without_rules_costs_nothing():
    assert compile_rules(kind("Free")) is None


def test_a_rule_that_cannot_be_computed_is_not_held_against_the_request():
    check = compile_rules(kind("Unsound"))
    assert check(GetMessageClass(kind("Unsound"))(number=0)) is None


def test_a_rule_that_cannot_be_compiled_is_told_when_the_service_is_learned():
    with pytest.raises(DiscoveryError, match=r"arguments\.rules\.Broken: "):
        compile_rules(kind("Broken"))


def test_the_rules_engine_is_loaded_only_for_a_contract_that_has_rules():
    program = (
        "import sys, edge.tools.rules, edge.tools.arguments, edge.tools.results\n"
        "sys.exit('protovalidate' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert ended.returncode == 0
