"""A phone call keeps to its release, whichever worker or replica is asked."""

import asyncio

import pytest

from edge.state.choices import SharedChoices
from edge.tools.releases import Choice, Choices, Release

TARGETS = ("old", "new")


class Offered:
    """A tool of a release."""

    service = "probe"

    def __init__(self, target):
        self.target = target


def releases(*weights):
    return [
        Release(Offered(target), weight, lambda: True)
        for target, weight in zip(TARGETS, weights, strict=True)
    ]


BEFORE, AFTER = releases(1, 0), releases(0, 1)


@pytest.fixture
async def begin():
    """Begins to share choices over a store."""
    tasks = []

    async def begin(store):
        choices = Choices()
        shared = SharedChoices(store.connection, store.tasks, choices)
        tasks.append(asyncio.create_task(shared.run()))
        await tasks[-1]
        return choices

    return begin


async def until(choices, call_id, target):
    """Wait until a call is known to keep to a release."""
    async with asyncio.timeout(5):
        while choices._targets.get(("probe", call_id)) != target:  # noqa: ASYNC110  hears by itself
            await asyncio.sleep(0.01)


async def test_what_one_chose_another_keeps_to(replicas, begin):
    first, second = [await begin(store) for store in replicas]
    first.choose(BEFORE, "call 1.*")
    await until(second, "call 1.*", "old")
    assert second.choose(AFTER, "call 1.*").target == "old"
    assert second.choose(AFTER, "call-2").target == "new"


async def test_who_begins_later_learns_what_was_chosen(replicas, begin):
    first = await begin(replicas[0])
    for number in range(300):
        first.choose(BEFORE, f"call-{number}")
    await replicas[0].tasks.close(5)
    later = await begin(replicas[1])
    said = {later.choose(AFTER, f"call-{number}").target for number in range(300)}
    assert said == {"old"}


async def test_a_call_whose_release_died_is_followed_to_the_next(replicas, begin):
    first, second = [await begin(store) for store in replicas]
    first.choose(BEFORE, "call-1")
    await until(second, "call-1", "old")
    dead = Release(BEFORE[0].tool, 1, lambda: False)
    first.choose([dead, AFTER[1]], "call-1")
    await until(second, "call-1", "new")
    assert second.choose(BEFORE, "call-1").target == "new"


async def test_what_is_no_choice_is_passed_over(replicas, begin):
    first, second = [await begin(store) for store in replicas]
    await replicas[0].connection.put("LIVE.-.call-1.release.probe", b"{", seconds=5)
    first.choose(BEFORE, "call-2")
    await until(second, "call-2", "old")


async def test_without_the_store_each_chooses_by_itself(replicas, begin):
    first, second = [await begin(store) for store in replicas]
    for store in replicas:
        await store.connection.close()
    assert first.choose(BEFORE, "call-1").target == "old"
    assert second.choose(AFTER, "call-1").target == "new"


def test_what_others_chose_before_replaces_nothing_that_is_known_here():
    choices = Choices()
    choices.choose(BEFORE, "call-1")
    choices.learn(Choice("probe", "call-1", "new"), anew=False)
    assert choices.choose(AFTER, "call-1").target == "old"
