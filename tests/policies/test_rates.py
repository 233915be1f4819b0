"""Whoever calls too often is told so, and nobody else is."""

import itertools
import json

import pytest

from edge.config.credentials import Bearer
from edge.config.limits import Limits
from edge.config.secrets import Secret
from edge.errors import ConfigError, Withheld
from edge.policies.counts import Counts
from edge.policies.rates import Rates, Who
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings

NUMBERS = itertools.count()
TWICE = "2/day"
AT_LIBRARYS = Secret("async+memory://")
AT_NOBODYS = Secret("async+memcached://127.0.0.1:1")


@pytest.fixture
def lift(probe, tmp_path):
    """Runs an edge with limits."""

    def lift(**limits):
        return lifted(settings(tmp_path, probe.target, limits=Limits(**limits)))

    return lift


async def said(line, phone=None):
    """Call a tool with words of this call's own; return "x" where it says them."""
    text = f"{next(NUMBERS)}"
    result = await line.call("say_again", phone, text=text)
    return "x" if result.get("result") == text else result["error"]


async def test_a_call_above_its_limit_is_answered_in_words(lift, probe):
    async with lift(call=TWICE) as line:
        words = [await said(line) for _ in range(4)]
    assert words[:2] == ["x", "x"]
    assert words[2].startswith("That was a lot at once")
    assert len(probe.requests) == 2


async def test_what_is_refused_is_counted(lift):
    async with lift(call=TWICE) as line:
        for _ in range(5):
            await said(line)
        _, body = await line.readiness()
    assert body["limited"] == {"call": 3}


async def test_one_caller_takes_nothing_from_another(lift):
    async with lift(caller=TWICE, tool="5/day") as line:
        greedy = [PhoneCall(caller="+12025550142") for _ in range(9)]
        for phone in greedy:
            await said(line, phone)
        assert await said(line, PhoneCall(caller="+12025550143")) == "x"


async def test_a_caller_is_known_in_each_of_its_calls(lift):
    async with lift(caller=TWICE) as line:
        words = [await said(line, PhoneCall(caller="+12025550142")) for _ in range(3)]
    assert words[1] == "x" != words[2]


async def test_a_caller_without_a_number_is_nobody_in_particular(lift):
    async with lift(caller=TWICE) as line:
        words = {await said(line, PhoneCall(caller="")) for _ in range(4)}
    assert words == {"x"}


@pytest.mark.parametrize("kind", ["tool", "credential"])
async def test_there_is_a_limit_for_each(lift, kind):
    async with lift(**{kind: TWICE}) as line:
        words = [await said(line, PhoneCall()) for _ in range(3)]
    assert words[1] == "x" != words[2]


async def test_one_credential_takes_nothing_from_another(probe, tmp_path):
    keys = [Bearer(secret=Secret(name)) for name in ("one", "two")]
    config = settings(
        tmp_path, probe.target, credentials=keys, limits=Limits(credential=TWICE)
    )
    failed = []
    async with lifted(config) as line:
        for name in ("one", "one", "one", "two"):
            body = PhoneCall().tool_calls([("a", "say_again", {"text": name})])
            response = await line.post(body, {"authorization": f"Bearer {name}"})
            (result,) = (await response.json())["results"]
            failed.append("error" in result)
    assert failed == [False, False, True, False]


async def test_an_assistant_has_a_limit_of_its_own(lift):
    async with lift(assistant=TWICE) as line:
        body = json.loads(line.phone.tool_calls([("a", "say_again", {"text": "x"})]))
        failed = []
        for name in ("one", "one", "two", "one"):
            body["message"]["call"] |= {"assistantId": name, "id": f"{len(failed)}"}
            (result,) = (await line.say(json.dumps(body).encode()))["results"]
            failed.append("error" in result)
    assert failed == [False, False, False, True]


async def test_a_call_as_usual_meets_no_limit(lift):
    async with lift() as line:
        assert {await said(line) for _ in range(50)} == {"x"}


async def test_a_storage_may_be_shared():
    rates = [Rates(Limits(call=TWICE, storage=AT_LIBRARYS)) for _ in range(2)]
    rates[1]._shared = rates[0]._shared
    for each in rates:
        await each.admit(Who(call="a"))
    with pytest.raises(Withheld, match="LIMIT_CALL"):
        await rates[0].admit(Who(call="a"))


class Broken:
    """A storage that answers no more."""

    async def incr(self, key, expiry, amount=1):
        raise ConnectionError("gone")


async def test_without_its_storage_the_edge_counts_for_itself():
    rates = Rates(Limits(call=TWICE, storage=AT_LIBRARYS))
    rates._shared._limiter.storage = Broken()
    for _ in range(2):
        await rates.admit(Who(call="a"))
    with pytest.raises(Withheld):
        await rates.admit(Who(call="a"))


@pytest.mark.parametrize("address", ["nonsense://x", "no address", "redis://x"])
def test_a_storage_that_cannot_be_used_is_an_error_in_the_settings(address):
    with pytest.raises(ConfigError, match=r"limits\.storage"):
        Rates(Limits(storage=Secret(address)))


async def test_limits_are_followed_while_the_edge_runs(lift, probe, tmp_path):
    async with lift(call=TWICE) as line:
        for _ in range(3):
            await said(line)
        line.app.adopt(settings(tmp_path, probe.target, limits=Limits(call="9/day")))
        assert await said(line) == "x"


def test_a_window_that_has_ended_counts_no_more():
    windows = Counts()
    assert [windows.hit("a", 60) for _ in range(2)] == [1, 2]
    assert [windows.hit("b", 0) for _ in range(2)] == [1, 1]


def test_counters_are_bounded_and_the_busy_ones_stay():
    windows = Counts(most=1000)
    for n in range(1100):
        windows.hit(f"{n}", 60)
        hits = windows.hit("busy", 60)
    assert len(windows) == 1000
    assert hits == 1100


def test_windows_that_have_ended_are_given_back():
    windows = Counts()
    for n in range(1000):
        windows.hit(f"{n}", 0)
    assert len(windows) == 1


def test_whoever_comes_back_takes_nobodys_place():
    windows = Counts(most=3)
    for key in ("a", "b", "c"):
        windows.hit(key, 0 if key == "b" else 60)
    windows.hit("b", 60)
    assert windows.hit("a", 60) == 2


def test_another_period_begins_anew_and_the_same_goes_on():
    rates = Rates(Limits(call=TWICE, caller=TWICE))
    for _ in range(2):
        rates.admit(Who(call="a", caller="b"))
    rates.prepared(Limits(call="2/second", caller=TWICE))()
    rates.admit(Who(call="a"))
    with pytest.raises(Withheld, match="LIMIT_CALLER"):
        rates.admit(Who(caller="b"))
