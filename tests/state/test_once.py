"""Effects happen once, on whatever replica they are asked for."""

import asyncio
import os
import signal

import pytest

from edge.config.store import Store as Settings
from edge.state.answer import REFUSED, STILL, Answer, Use
from edge.state.ledger import StoredLedger
from edge.state.once import Once
from edge.state.parts import State
from edge.state.recent import Recent
from edge.state.store import Store

BOOKED = Answer("Booked.", failed=False, outcome="OK")


def use(tool_call_id="a", **changes):
    fields = {
        "caller": "+12025550142",
        "call_id": "call-1",
        "tool_call_id": tool_call_id,
        "tool": "book",
        "fingerprint": "f00d",
    }
    return Use(**(fields | changes))


class Service:
    """Counts its effects, and takes as long as it is told."""

    def __init__(self):
        self.effects = 0
        self.begun = asyncio.Event()
        self.done = asyncio.Event()
        self.done.set()

    async def book(self):
        self.effects += 1
        self.begun.set()
        await self.done.wait()
        return BOOKED


@pytest.fixture
def service():
    return Service()


def soon(seconds=2.0):
    return asyncio.get_running_loop().time() + seconds


def once_of(store):
    state = State()
    store.equip(state)
    return state.once


@pytest.fixture(params=["memory", "store", "another replica"])
async def pair(request, replicas):
    """Where the first call comes, and where its repeat comes."""
    if request.param == "memory":
        once = Once()
        return once, once
    first, second = map(once_of, replicas)
    return first, second if request.param == "another replica" else first


async def test_a_repeat_gets_the_answer_of_the_first(pair, service):
    for once in pair:
        assert await once.answer(use(), service.book, deadline=soon()) == BOOKED
    assert service.effects == 1


async def test_a_repeat_joins_the_call_that_still_runs(pair, service):
    service.done.clear()
    first = asyncio.create_task(pair[0].answer(use(), service.book, deadline=soon()))
    await service.begun.wait()
    second = asyncio.create_task(pair[1].answer(use(), service.book, deadline=soon()))
    await asyncio.sleep(0)
    service.done.set()
    assert await first == await second == BOOKED
    assert service.effects == 1


async def test_a_repeat_is_told_when_the_first_takes_too_long(pair, service):
    service.done.clear()
    first = asyncio.create_task(pair[0].answer(use(), service.book, deadline=soon()))
    await service.begun.wait()
    assert await pair[1].answer(use(), service.book, deadline=soon(0.3)) == STILL
    service.done.set()
    assert await first == BOOKED


async def test_the_same_asked_for_under_a_new_id_gets_the_first_answer(pair, service):
    await pair[0].answer(use("a"), service.book, deadline=soon())
    assert await pair[1].answer(use("b"), service.book, deadline=soon()) == BOOKED
    assert service.effects == 1


@pytest.mark.parametrize(
    "other",
    [{"fingerprint": "beef"}, {"tool": "cancel"}, {"call_id": "call-2"}],
)
async def test_what_differs_is_no_repeat(pair, service, other):
    await pair[0].answer(use("a"), service.book, deadline=soon())
    await pair[1].answer(use("b", **other), service.book, deadline=soon())
    assert service.effects == 2


async def test_long_after_the_first_the_same_is_no_repeat(store, service):
    begun = asyncio.Event()
    begun.set()
    shared = store.connection, store.callers, store.tasks
    for ledger in (None, StoredLedger(*shared, begun=begun, alike=0.2)):
        once = Once(alike=0.2)
        once.ledger = ledger
        for tool_call_id in ("a", "b", "c"):
            await once.answer(use(tool_call_id), service.book, deadline=soon())
            await asyncio.sleep(0.1 if tool_call_id == "a" else 0.3)
    assert service.effects == 4


@pytest.mark.parametrize("shared", [False, True])
async def test_a_repeat_under_another_id_is_one_for_good(store, service, shared):
    both = [Once(alike=0.1) for _ in range(2 if shared else 1)]
    begun = asyncio.Event()
    begun.set()
    for once in both if shared else ():
        parts = store.connection, store.callers, store.tasks
        once.ledger = StoredLedger(*parts, begun=begun, alike=0.1)
    for tool_call_id in ("a", "b"):
        await both[0].answer(use(tool_call_id), service.book, deadline=soon())
    await store.tasks.close(5)
    await asyncio.sleep(0.2)
    assert await both[-1].answer(use("b"), service.book, deadline=soon()) == BOOKED
    assert service.effects == 1


async def test_what_was_done_long_ago_is_remembered_no_more():
    recent = Recent(keep=0)
    for tool_call_id in ("a", "b"):
        recent.begin(use(tool_call_id, fingerprint=tool_call_id))
    assert not recent.find(use("a", fingerprint=""))
    assert recent.find(use("b", fingerprint=""))
    assert len(recent) == 1


async def test_short_ids_are_repeats_within_their_call_alone(pair, service):
    for once, call_id in zip(pair, ("call-1", "call-2"), strict=True):
        await once.answer(use("9x2k", call_id=call_id), service.book, deadline=soon())
    assert service.effects == 2


@pytest.mark.parametrize("missing", ["call_id", "tool_call_id"])
async def test_without_ids_nothing_is_a_repeat(pair, service, missing):
    for once in pair:
        await once.answer(use(**{missing: ""}), service.book, deadline=soon())
    assert service.effects == 2


@pytest.mark.parametrize("identical", [True, False])
async def test_of_many_at_once_one_has_the_effect(replicas, service, identical):
    pair = [once_of(store) for store in replicas]
    answers = await asyncio.gather(
        *(
            pair[n % 2].answer(
                use("a" if identical else f"id-{n}"), service.book, deadline=soon()
            )
            for n in range(10)
        )
    )
    assert service.effects == 1
    assert set(answers) <= {BOOKED}


async def test_a_dead_replicas_claim_is_taken_over(replicas, service):
    first, second = map(once_of, replicas)
    died = asyncio.create_task(first.answer(use(), stuck, deadline=soon(0.2)))
    await asyncio.sleep(0.1)
    died.cancel()
    await asyncio.sleep(1.2)
    assert await second.answer(use(), service.book, deadline=soon()) == BOOKED


async def stuck():
    await asyncio.Event().wait()


async def test_an_effect_that_broke_the_edge_is_not_remembered(pair, service):
    async def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await pair[0].answer(use(fingerprint=""), broken, deadline=soon(0.1))


@pytest.mark.parametrize(
    ("on_loss", "answer", "effects"), [("run", BOOKED, 1), ("refuse", REFUSED, 0)]
)
async def test_without_the_store_it_is_as_the_settings_say(
    store, service, on_loss, answer, effects
):
    once = once_of(store)
    once.on_loss = on_loss
    os.kill(store.server.pid, signal.SIGSTOP)
    try:
        assert await once.answer(use(), service.book, deadline=soon(1)) == answer
    finally:
        os.kill(store.server.pid, signal.SIGCONT)
    assert service.effects == effects


async def test_a_repeat_is_told_in_time_though_the_store_freezes(replicas, service):
    first, second = map(once_of, replicas)
    service.done.clear()
    running = asyncio.create_task(first.answer(use(), service.book, deadline=soon(3)))
    await service.begun.wait()
    end = soon(1)
    repeat = asyncio.create_task(second.answer(use(), service.book, deadline=end))
    await asyncio.wait([repeat], timeout=0.5)
    os.kill(replicas[0].server.pid, signal.SIGSTOP)
    try:
        assert await repeat == STILL
        assert soon(0) < end + 0.2
    finally:
        os.kill(replicas[0].server.pid, signal.SIGCONT)
    service.done.set()
    assert await running == BOOKED


async def test_what_is_asked_while_the_store_begins_waits_for_it(tmp_path, service):
    store = Store(Settings(data=str(tmp_path)))
    once = once_of(store)
    early = asyncio.create_task(once.answer(use(), service.book, deadline=soon(10)))
    async with store.running():
        assert await early == BOOKED
        repeat = await once_of(store).answer(use(), service.book, deadline=soon())
        assert repeat == BOOKED
    assert service.effects == 1
