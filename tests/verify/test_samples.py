"""The requests that are made up: as a model would, and as nobody should."""

import pytest

from edge.tools.comments import Comments
from edge.verify.examples import DAY, made, value_of
from edge.verify.hostility import LONG, MOST, hostile
from tests.contracts import pool
from tests.verify.kettle import compiled, loaded

FILE = pool("schemas_shapes.proto").FindFileByName("schemas_shapes.proto")
COMMENTS = Comments(compiled().file)


def kettle(name):
    return loaded(compiled()).FindMessageTypeByName(f"tools.kettle.v1.{name}")


def shape(name):
    return FILE.message_types_by_name[name]


def hostility(message):
    return dict(hostile(message, made(message, COMMENTS)))


def test_a_text_is_the_example_of_its_comment_and_a_number_is_one():
    assert made(kettle("TellWarmthRequest"), COMMENTS).kettle == "the red one"
    assert made(kettle("BoilWaterRequest"), COMMENTS).cups == 1


def test_a_text_without_an_example_is_its_name():
    assert made(kettle("TellWarmthRequest"), Comments()).kettle == "kettle"


def test_what_may_be_left_out_is_left_out_and_what_is_filled_is_not_made_up():
    fields = made(kettle("TellWarmthRequest"), COMMENTS).ListFields()
    assert [field.name for field, _ in fields] == ["kettle"]


def test_an_enum_is_its_first_value_and_a_time_is_tomorrow():
    fields = kettle("TellWarmthRequest").fields_by_name
    assert value_of(fields["scale"], COMMENTS, 1) == 1
    assert value_of(fields["from_time"], COMMENTS, 1).seconds > DAY


@pytest.mark.parametrize("name", FILE.message_types_by_name)
def test_every_shape_of_message_can_be_made_and_made_hostile(name):
    good = made(shape(name), COMMENTS)
    bad = hostility(shape(name))
    assert len(bad) <= MOST
    assert all(request != good for request in bad.values())


def test_one_value_is_hostile_and_the_others_stay_good():
    bad = hostility(kettle("TellWarmthRequest"))
    assert bad["a very long kettle"].kettle == "x" * LONG
    negative = bad["a negative readings"]
    assert (negative.kettle, negative.readings) == ("the red one", -1)


@pytest.mark.parametrize(
    "what",
    [
        "control characters in kettle",
        "an unknown value of scale",
        "a negative seconds in from_time",
        "the largest nanos in from_time",
        "quotes and marks in remark",
    ],
)
def test_everything_that_a_client_writes_is_tried(what):
    assert what in hostility(kettle("TellWarmthRequest"))


def test_what_the_edge_alone_writes_is_left_alone():
    bad = hostility(kettle("TellWarmthRequest"))
    assert not [what for what in bad if "caller_number" in what]
