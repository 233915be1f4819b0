"""Promises, and whether they are kept."""

import pytest

from bench.targets import Target


@pytest.mark.parametrize(
    ("value", "least", "met"),
    [
        (1.2, False, True),
        (1.3, False, True),
        (1.31, False, False),
        (1.2, True, False),
        (1.3, True, True),
        (1.31, True, True),
    ],
)
def test_a_target_is_met_up_to_its_bound(value, least, met):
    target = Target(what="edge / floor", value=value, bound=1.3, least=least)
    assert target.met is met
    assert str(target).startswith("met" if met else "missed")


def test_a_target_says_when_others_used_the_machine():
    assert "disturbed" in str(Target(what="…", value=1, bound=1, disturbed=True))
