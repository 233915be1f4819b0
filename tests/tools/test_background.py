"""On what terms tools run behind the call."""

import pytest

from edge.errors import DiscoveryError
from edge.tools.background import USUAL_SECONDS, background_of
from edge.tools.definitions import definition
from tests.contracts import pool

METHODS = pool("background.proto")


def method(rpc):
    return METHODS.FindMethodByName(f"tools.background.v1.BackgroundService.{rpc}")


@pytest.mark.parametrize(
    ("rpc", "seconds"), [("Long", 1800.5), ("Usual", USUAL_SECONDS)]
)
def test_each_attempt_has_the_deadline_that_is_asked_for(rpc, seconds):
    assert background_of(method(rpc)).deadline == seconds


def test_vapi_is_told_nothing_of_it_for_what_the_edge_answers_is_to_be_heard():
    made = definition(method("Usual"), "usual")
    assert "async" not in made


def test_a_tool_that_nobody_waits_for_cannot_be_told_of():
    with pytest.raises(DiscoveryError, match="either async or background"):
        background_of(method("Both"))
