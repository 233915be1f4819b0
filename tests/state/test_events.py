"""Events lie in the store once, numbered within their call."""

import asyncio

from edge.state.events import Events, StoredEvent, decode
from edge.state.reading import read
from edge.state.streams import EVENTS

COUNT = 20


async def put(events, name, loop, call_id="call-1"):
    def make(number):
        return StoredEvent((), f"{name} {number}".encode())

    await events.put("-", call_id, name, make, deadline=loop.time() + 10)


async def test_two_replicas_give_every_number_once(replicas):
    each = [Events(store.connection) for store in replicas]
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(put(each[n % 2], f"e{n}", loop) for n in range(COUNT)))
    entries = [entry async for entry in read(replicas[0].connection, EVENTS)]
    numbers = [entry.tokens[-1] for entry in entries]
    assert numbers == [str(number) for number in range(1, COUNT + 1)]
    events = [decode(entry.data).event.decode().split() for entry in entries]
    assert [number for _, number in events] == numbers
    assert {name for name, _ in events} == {f"e{n}" for n in range(COUNT)}


async def test_one_that_two_replicas_are_sent_lies_there_once(replicas):
    each = [Events(store.connection) for store in replicas]
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(put(events, "same", loop) for events in each))
    entries = [entry async for entry in read(replicas[0].connection, EVENTS)]
    assert len(entries) == 1


async def test_a_call_that_was_silent_for_long_is_numbered_on(replicas):
    events = Events(replicas[0].connection, idle=0)
    loop = asyncio.get_running_loop()
    for name, call_id in (("a", "call-1"), ("b", "call-2"), ("c", "call-1")):
        await put(events, name, loop, call_id)
        assert len(events) == 1
    entries = [entry async for entry in read(replicas[0].connection, EVENTS)]
    assert [entry.tokens[-2:] for entry in entries] == [
        ["call-1", "1"],
        ["call-2", "1"],
        ["call-1", "2"],
    ]
