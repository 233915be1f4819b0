"""What the schemas promise the model, the converters take."""

import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from edge.tools.arguments import compile_arguments
from edge.tools.filling import filled_fields
from edge.tools.results import compile_result
from edge.tools.schemas import DIALECTS, schema
from tests.tools.contracts import contract
from tests.tools.schema_values import values

SHAPES = contract("schemas_shapes.proto")
SHALLOW = ("Scalars", "Presence", "Lists", "Maps", "Choice", "Enums", "WellKnown")
FILES = {
    "shapes": (*SHALLOW, "Wrappers", "Names", "Node", "Tree", "Registry", "Expression"),
    "legacy": ("Order",),
    "editions": ("Booking",),
    "rules": ("Texts", "Numbers", "Collections", "Enums", "Times", "Needed", "Inside"),
    "comments": ("Shop", "Uncommented"),
}
MESSAGES = [
    pytest.param(contract(f"schemas_{file}.proto"), f"schemas.{file}.{name}", id=name)
    for file, names in FILES.items()
    for name in names
]


ONCE = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),  # what fails is small enough to be read as it is
)


def filled(value):
    """Return a value without empty texts: what is empty is not told."""
    if isinstance(value, dict):
        return {filled(key): filled(each) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each) for each in value]
    return "full" if value == "" else value


def read(message):
    return compile_arguments(message, omit=filled_fields(message))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("contract", "name"), MESSAGES)
@ONCE
@given(data=st.data())
def test_what_a_schema_allows_is_accepted(contract, name, dialect, data):
    message = contract.message(name)
    allowed = values(
        schema(message, omit=filled_fields(message), dialect=DIALECTS[dialect])
    )
    sent = data.draw(allowed)
    assert read(message)(sent).DESCRIPTOR.full_name == name


@pytest.mark.parametrize(("contract", "name"), MESSAGES)
@ONCE
@given(data=st.data())
def test_what_a_model_is_told_it_can_send_again(contract, name, data):
    message = contract.message(name)
    accept, tell = compile_arguments(message), compile_result(message)
    first = accept(filled(data.draw(values(schema(message)))))
    told = json.loads(json.dumps(tell(first)))
    again = accept(told)
    assert again == first
    assert tell(again) == told
