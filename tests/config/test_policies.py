"""The page on policies tells the settings as they are."""

import re
import tomllib
from pathlib import Path

import pytest
from msgspec import ValidationError, convert, structs

from edge.config.limits import Limits
from edge.config.overload import Overload
from edge.config.policies import Overrides, Policies

PAGE = Path(__file__).parents[2] / "docs" / "policies.md"
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
SHOWN = tomllib.loads("\n".join(BLOCKS))


@pytest.mark.parametrize(
    ("table", "kind"),
    [("policies", Policies), ("overload", Overload), ("limits", Limits)],
)
def test_the_page_shows_every_key_with_its_default(table, kind):
    shown = SHOWN[table] | ({"storage": None} if kind is Limits else {})
    assert shown == structs.asdict(kind())


def test_a_service_may_have_any_of_the_keys_for_itself():
    assert Overrides.__struct_fields__ == Policies.__struct_fields__
    own = convert(SHOWN["services"][0]["policies"], Overrides)
    assert own.over(Policies(queue=7)) == Policies(concurrent=20, queue=7)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hedge_quantile", 0.4),
        ("hedge_share", 1.1),
        ("retry_share", -0.1),
        ("concurrent", 0),
        ("queue", -1),
        ("trip_after", 21),
        ("probe_pause", 0),
        ("memory", -1),
        ("patience", 1),
    ],
)
@pytest.mark.parametrize("kind", [Policies, Overrides])
def test_a_value_out_of_bounds_is_refused_for_all_and_for_one(kind, key, value):
    with pytest.raises(ValidationError):
        convert({key: value}, kind)


@pytest.mark.parametrize("rate", ["120", "0/minute", "120/fortnight", "12 per minute"])
def test_a_rate_is_a_number_and_a_unit(rate):
    with pytest.raises(ValidationError):
        convert({"call": rate}, Limits)
