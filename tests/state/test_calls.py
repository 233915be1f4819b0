"""`edge calls`: what happened, told afterwards."""

import pytest

from edge.config.secrets import Secret
from edge.config.settings import Config
from edge.config.store import Store as Settings
from edge.context import Context
from edge.state.calls import call_of, erase, newest
from edge.state.interactions import Interaction
from edge.state.reading import read
from edge.state.streams import WITH_CALLERS
from edge.state.visit import visiting
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings
from tests.state.conftest import PHONE, kept

OTHER = Context(call_id="call-2", caller_number="+12025550143")
WEB = Context(call_id="call-3")


def used(name, at=1.0, **changes):
    return Interaction(at=at, kind="tool call", name=name, outcome="OK", **changes)


@pytest.fixture
async def written(store):
    """Three calls, of two callers and of nobody known."""
    store.record.note(PHONE, used("book", at=1))
    store.record.note(OTHER, used("cancel", at=2, failed=True))
    await store.record.close(5)
    store.record.note(PHONE, used("pay", at=3))
    store.record.note(WEB, used("look", at=4))
    await store.record.close(5)
    return store


async def listed(store, **options):
    found = newest(store.connection, **{"limit": 10, **options})
    return [call.id async for call in found]


async def test_the_newest_come_first_and_each_once(written):
    assert await listed(written) == ["call-3", "call-1", "call-2"]
    assert await listed(written, limit=1) == ["call-3"]


async def test_a_caller_finds_their_calls_by_mark(written):
    mark = written.callers.mark("+12025550143")
    assert await listed(written, caller=mark) == ["call-2"]


async def test_calls_are_found_by_outcome(written):
    failed = await listed(
        written, wanted=lambda call: any(e.failed for e in call.entries)
    )
    assert failed == ["call-2"]


async def test_a_call_is_told_in_order(written):
    call = await call_of(written.connection, "call-1")
    assert [entry.name for entry in call.entries] == ["book", "pay"]
    assert call.caller == "+12…42"
    assert await call_of(written.connection, "nobody's") is None


async def test_a_caller_is_erased_and_nobody_else(written):
    mark = written.callers.mark("+12025550142")
    for stream in WITH_CALLERS:
        for whose in (mark, written.callers.mark("+12025550143")):
            place = f"{stream}.{whose}.call-1.tool.a"
            await written.connection.put(
                place, b'{"call_id":"x","entries":[]}', seconds=5
            )
    assert await erase(written.connection, caller=mark) == 2 + len(WITH_CALLERS)
    for stream in WITH_CALLERS:
        left = [entry.tokens[1] async for entry in read(written.connection, stream)]
        assert mark not in left
        assert written.callers.mark("+12025550143") in left


async def test_a_key_of_the_settings_marks_callers_alike_everywhere(tmp_path):
    marks = set()
    for name in ("here", "there"):
        async with kept(tmp_path / name, caller_key=Secret("a key")) as store:
            marks.add(store.callers.mark("+12025550142"))
    async with kept(tmp_path / "elsewhere") as store:
        assert store.callers.mark("+12025550142") not in marks
    assert len(marks) == 1


async def test_a_call_is_erased_by_its_id(written):
    assert await erase(written.connection, call_id="call-3") == 1
    assert await listed(written) == ["call-1", "call-2"]


async def test_an_edge_need_not_run_to_be_asked(tmp_path):
    async with kept(tmp_path) as store:
        store.record.note(PHONE, used("book"))
    async with visiting(Config(store=Settings(data=str(tmp_path)))) as visit:
        assert (await call_of(visit.connection, "call-1")).entries[0].name == "book"


async def test_an_edge_that_runs_is_asked_where_it_keeps_its_store(written, tmp_path):
    async with visiting(Config(store=Settings(data=str(tmp_path)))) as visit:
        assert await call_of(visit.connection, "call-1")


async def play(tmp_path, probe):
    phone = PhoneCall()
    config = settings(tmp_path, probe.target, store=Settings(data=str(tmp_path)))
    async with lifted(config) as line:
        await line.say(phone.message("status-update", status="in-progress"))
        await line.call("say_again", phone, text="Hello.")
        await line.say(phone.message("speech-update", status="started"))
        await line.say(phone.end_of_call_report())
    return phone


async def test_messages_are_on_record_with_what_they_tell(tmp_path, probe):
    phone = await play(tmp_path, probe)
    async with visiting(Config(store=Settings(data=str(tmp_path)))) as visit:
        call = await call_of(visit.connection, phone.id)
    assert [(entry.name, entry.outcome) for entry in call.entries] == [
        ("status-update", "in-progress"),
        ("say_again", "OK"),
        ("end-of-call-report", "customer-ended-call"),
    ]
    assert call.entries[-1].words == "The caller asked a few questions."
