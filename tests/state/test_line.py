"""The store behind the webhook: effects once, and everything on record."""

import os
import signal
import subprocess
import sys

import pytest

from edge.config.settings import Server
from edge.config.store import Record
from edge.config.store import Store as Settings
from edge.state.answer import REFUSED
from edge.state.interactions import decode_batch
from edge.state.reading import read
from edge.state.streams import RECORD
from tests.conftest import lifted, settings
from tests.probe import start
from tests.state.conftest import kept
from tests.work.slow import Slow


def stored(tmp_path, probe):
    """Return the settings of an edge with a store of its own."""
    store = Settings(data=str(tmp_path))
    return settings(tmp_path, probe.target, store=store, server=Server(budget=5.0))


async def recorded(folder):
    """Return what an edge that has stopped wrote down."""
    async with kept(folder) as store:
        batches = [decode_batch(e.data) async for e in read(store.connection, RECORD)]
    return [entry for batch in batches for entry in batch.entries]


def test_an_edge_without_a_store_does_not_even_import_its_library():
    look = "import sys, edge.cli.serve; print('nats' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_webhook_sent_twice_has_its_effect_once(tmp_path, probe, restarted):
    config = stored(tmp_path, probe)
    async with lifted(config) as line:
        first = await line.call("nod-silently")
        phone = line.phone
        second = await line.call("nod-silently", phone)
    if restarted:
        async with lifted(config) as line:
            second = await line.call("nod-silently", phone)
    assert first == second
    assert len(probe.requests) == 1


async def test_the_model_repeating_itself_has_the_effect_once(line, probe):
    results = await line.call_all(("nod-silently", {}), ("nod-silently", {}))
    assert [result["result"] for result in results] == ["Done.", "Done."]
    assert len(probe.requests) == 1


async def test_a_harmless_tool_runs_as_often_as_it_is_called(line, probe):
    for _ in range(2):
        await line.call("say_again", text="x")
    assert len(probe.requests) == 2


async def test_a_tool_call_is_on_record_with_all_that_matters(tmp_path, probe):
    async with lifted(stored(tmp_path, probe)) as line:
        await line.call("say_again", text="ring +12025550142")
        await line.call("say_agian", text="x")
    known, unknown = await recorded(tmp_path)
    assert known.arguments == {"text": "ring +12…42"}
    assert (known.words, known.outcome) == ("ring +12…42", "OK")
    assert known.rpc == "tools.probe.v1.ProbeService.SayAgain"
    assert (known.service, known.target) == ("probe", probe.target)
    assert known.ms > 0
    assert unknown.outcome == "UnknownTool"


@pytest.mark.parametrize(
    ("calls", "attempts"),
    [
        ([("say_again", {"text": "x"})], [1]),
        ([("fail", {"code": 14, "message": "away", "times": 1})], [2]),
        ([("fail", {"code": 14, "message": "gone"})], [3]),
        ([("fail", {"code": 5, "message": "none"})], [1]),
        ([("count", {"name": "cups"})] * 2, [1, 0]),
        ([("nod-silently", {})] * 2, [1, 0]),
        ([("say_again", {"text": {"a": 1}})], [0]),
    ],
    ids=["usual", "repeated", "in vain", "told", "remembered", "once", "not sent"],
)
async def test_the_record_says_how_often_the_service_was_asked(
    tmp_path, probe, calls, attempts
):
    async with lifted(stored(tmp_path, probe)) as line:
        for call in calls:
            await line.call_all(call)
    assert [entry.attempts for entry in await recorded(tmp_path)] == attempts


async def test_an_attempt_beside_a_late_one_counts_too(tmp_path, probe):
    async with lifted(stored(tmp_path, probe)) as line:
        for _ in range(32):  # the edge learns how quick the tool is
            await line.call("sleep", seconds=0)
        probe.sleepers = 0
        await line.call("sleep", seconds=30, times=1)
    *_, last = await recorded(tmp_path)
    assert (last.words, last.attempts) == ("I am quick.", 2)


@pytest.mark.parametrize(
    ("on_loss", "words"), [("run", "Done."), ("refuse", REFUSED.words)]
)
async def test_with_the_store_down_tools_answer_and_effects_go_by_the_settings(
    tmp_path, probe, on_loss, words
):
    store = Settings(data=str(tmp_path), on_loss=on_loss)
    config = settings(tmp_path, probe.target, store=store, server=Server(budget=5.0))
    async with lifted(config) as line:
        pid = int((tmp_path / "store" / "nats.pid").read_text())
        os.kill(pid, signal.SIGSTOP)
        try:
            harmless = await line.call("say_again", text="x")
            effect = await line.call("nod-silently")
        finally:
            os.kill(pid, signal.SIGCONT)
    assert harmless["result"] == "x"
    assert (effect.get("result") or effect["error"]) == words


async def test_what_is_nobodys_business_is_on_no_disk(tmp_path):
    slow = Slow()
    server, port = await start(slow)
    store = Settings(data=str(tmp_path), record=Record(patterns=(r"\bPIN \d+",)))
    async with lifted(settings(tmp_path, f"127.0.0.1:{port}", store=store)) as line:
        await line.call("count_leaves", tea="PIN 4711", secret="hunter2")
        await line.call("count_leaves", tea="for +12025550142")
    await server.stop(None)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"for +12" in file for file in files)
    for hidden in (b"4711", b"hunter2", b"2025550142"):
        assert not any(hidden in file for file in files)


async def test_recording_can_be_left_off(tmp_path, probe):
    store = Settings(data=str(tmp_path), record=Record(enabled=False))
    config = settings(tmp_path, probe.target, store=store)
    async with lifted(config) as line:
        await line.call("say_again", text="x")
    assert await recorded(tmp_path) == []
