"""Events: durable before the webhook is answered, and brought to whoever wants them."""

import os
import signal

import msgspec

from edge.config.store import Store as Settings
from edge.state.reading import read
from edge.state.streams import EVENTS
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings
from tests.state.conftest import kept

REPORT = "end-of-call-report"


def stored(tmp_path, *subscribers, **changes):
    """Return the settings of an edge with a store, and these subscribers."""
    targets = [subscriber.target for subscriber in subscribers]
    store = Settings(data=str(tmp_path), **changes)
    return settings(tmp_path, *targets, store=store)


async def test_an_event_is_brought_to_who_wants_it(tmp_path, subscribe):
    subscriber = await subscribe(REPORT)
    async with lifted(stored(tmp_path, subscriber)) as line:
        assert await line.say(line.phone.end_of_call_report()) == {}
        brought = await subscriber.next()
    assert brought.attempt == 1
    assert brought.event.type == REPORT
    assert brought.event.sequence == 1
    assert brought.event.context.call_id == line.phone.id
    assert brought.event.end_of_call_report.ended_reason == "customer-ended-call"


async def test_an_event_nobody_wants_is_not_kept(tmp_path, subscribe):
    subscriber = await subscribe(REPORT)
    async with lifted(stored(tmp_path, subscriber)) as line:
        await line.say(line.phone.message("hang"))
    async with kept(tmp_path) as store:
        assert [entry async for entry in read(store.connection, EVENTS)] == []


async def test_events_are_numbered_within_their_call(tmp_path, subscribe):
    subscriber = await subscribe("*")
    other = PhoneCall()
    async with lifted(stored(tmp_path, subscriber)) as line:
        for status in ("ringing", "in-progress"):
            await line.say(line.phone.message("status-update", status=status))
        await line.say(other.message("status-update", status="ringing"))
        brought = [(await subscriber.next()).event for _ in range(3)]
    numbers = {(event.context.call_id, event.sequence) for event in brought}
    assert numbers == {(line.phone.id, 1), (line.phone.id, 2), (other.id, 1)}


async def test_the_numbers_go_on_after_a_restart(tmp_path, subscribe):
    subscriber = await subscribe("*")
    phone = PhoneCall()
    for number in (1, 2):
        async with lifted(stored(tmp_path, subscriber)) as line:
            await line.say(phone.message("status-update", status=f"s{number}"))
            assert (await subscriber.next()).event.sequence == number


async def test_an_event_that_vapi_sends_again_is_kept_once(tmp_path, subscribe):
    subscriber = await subscribe("*")
    async with lifted(stored(tmp_path, subscriber)) as line:
        body = msgspec.json.decode(line.phone.end_of_call_report())
        await line.say(msgspec.json.encode(body))
        body["message"]["artifact"]["recordingUrl"] = "https://example.com/?signed=2"
        await line.say(msgspec.json.encode(body))
        await line.say(line.phone.message("hang"))
        brought = [(await subscriber.next()).event for _ in range(2)]
    assert [(e.type, e.sequence) for e in brought] == [(REPORT, 1), ("hang", 2)]


async def test_a_subscriber_that_fails_holds_up_no_other(tmp_path, subscribe):
    failing, other = await subscribe("*"), await subscribe("*")
    failing.refusals = 1
    async with lifted(stored(tmp_path, failing, other)) as line:
        await line.say(line.phone.message("hang"))
        assert (await other.next()).attempt == 1
        again = await failing.next()
    assert (again.attempt, again.event.type) == (2, "hang")


async def test_a_subscriber_that_was_down_is_brought_what_it_missed(
    tmp_path, subscribe
):
    subscriber = await subscribe("*")
    async with lifted(stored(tmp_path, subscriber)) as line:
        await line.say(line.phone.message("hang"))
        await subscriber.next()
        await subscriber.server.stop(None)
        await line.say(line.phone.end_of_call_report())
        await subscriber.start(subscriber.target)
        assert (await subscriber.next()).event.type == REPORT


async def test_what_was_not_delivered_is_after_a_restart(tmp_path, subscribe):
    subscriber = await subscribe("*")
    async with lifted(stored(tmp_path, subscriber)) as line:
        await line.say(line.phone.message("hang"))
        await subscriber.next()
        subscriber.refusals = 1000
        await line.say(line.phone.end_of_call_report())
    subscriber.refusals = 0
    async with lifted(stored(tmp_path, subscriber)):
        assert (await subscriber.next()).event.type == REPORT


async def test_without_the_store_vapi_is_asked_to_send_it_again(tmp_path, subscribe):
    subscriber = await subscribe("*")
    config = stored(tmp_path, subscriber)
    async with lifted(config) as line:
        await line.say(line.phone.message("hang"))
        pid = int((tmp_path / "store" / "nats.pid").read_text())
        os.kill(pid, signal.SIGSTOP)
        try:
            response = await line.post(line.phone.end_of_call_report())
        finally:
            os.kill(pid, signal.SIGCONT)
    assert response.status == 503


async def test_who_wants_events_is_named_where_there_is_no_store(tmp_path, subscribe):
    subscriber = await subscribe("*")
    async with lifted(settings(tmp_path, subscriber.target)) as line:
        _, body = await line.readiness()
        assert "probe: is brought no events without a [store]" in body["problems"]
