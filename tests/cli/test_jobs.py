"""`edge jobs` as an operator meets it."""

import asyncio

import msgspec
import pytest

from edge.state.events import StoredEvent
from edge.state.events import decode as read_event
from edge.state.events import encode as write_event
from edge.state.jobs import TOOL, JobId, Jobs
from edge.state.parking import Parked, Parking
from edge.state.parking import decode as read_parked
from edge.state.reading import read
from edge.state.streams import EVENTS, JOBS, PARKED
from tests.state.conftest import kept

CALLER = "+12025550142"
BREW = b'{"tool":"brew_tea","tool_call_id":"a"}'


async def write(folder):
    """Have a job, a parked result and two dead letters wait."""
    async with kept(folder) as store:
        jobs = Jobs(store.connection, store.callers)
        parking = Parking(store.connection, store.callers)
        for name in ("a", "b"):
            job = JobId(CALLER, "call-1", name)
            await jobs.put(TOOL, job, BREW, seconds=5)
        await parking.park(
            CALLER,
            Parked(
                call_id="call-1",
                tool_call_id="p",
                tool="brew_tea",
                words="It is ready.",
                failed=False,
                next_call=False,
                why="the call has ended",
            ),
        )
        await store.dead.bury(
            jobs.place(job, TOOL).subject(JOBS), BREW, "tool", "UNAVAILABLE: cold"
        )
        event = write_event(StoredEvent(("crm", "other"), b"an event"))
        subject = f"{EVENTS}.-.call-1.7"
        await store.dead.bury(subject, event, "event-crm", "INTERNAL: full")


async def stored(folder, stream):
    async with kept(folder) as store:
        return [entry async for entry in read(store.connection, stream)]


@pytest.fixture
def command(edge_command, tmp_path, capsys):
    """Run `edge jobs` over a store in which things wait."""
    asyncio.run(write(tmp_path))
    capsys.readouterr()
    config = tmp_path / "edge.toml"
    config.write_text(f'[store]\ndata = "{tmp_path}"\n')
    return lambda *arguments: edge_command("jobs", *arguments, "--config", str(config))


def test_all_that_waits_is_listed(command):
    status, out, _ = command()
    assert status == 0
    lines = [line.split()[0] for line in out.splitlines()]
    assert lines == ["job-1", "job-2", "parked-1", "dead-1", "dead-2"]
    assert "UNAVAILABLE: cold" in out
    assert "the call has ended" in out


def test_one_is_shown_with_all_that_was_kept(command):
    _, out, _ = command("show", "parked-1")
    assert msgspec.json.decode(out)["data"]["words"] == "It is ready."


def test_a_dead_job_is_run_again(command, tmp_path):
    assert command("retry", "dead-1")[1] == "dead-1 will be tried again.\n"
    assert "dead-1" not in command()[1]
    found = asyncio.run(stored(tmp_path, JOBS))
    assert [(entry.sequence, entry.data) for entry in found] == [(1, BREW), (3, BREW)]


def test_a_dead_event_is_brought_again_to_who_did_not_take_it(command, tmp_path):
    command("retry", "dead-2")
    (again,) = asyncio.run(stored(tmp_path, EVENTS))
    assert read_event(again.data).subscribers == ("crm",)


def test_a_parked_result_can_be_left_to_the_next_call(command, tmp_path):
    command("retry", "parked-1")
    (parked,) = asyncio.run(stored(tmp_path, PARKED))
    assert read_parked(parked.data).next_call


@pytest.mark.parametrize("item", ["job-1", "parked-1", "dead-2"])
def test_what_waits_can_be_dropped(command, item):
    assert command("drop", item)[1] == f"{item} was dropped.\n"
    assert item not in command()[1]


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (["show"], 2, "which one?"),
        (["drop", "dead-9"], 1, "there is no dead-9"),
        (["drop", "nonsense"], 1, "there is no nonsense"),
        (["retry", "job-1"], 2, "by itself"),
    ],
)
def test_what_cannot_be_done_is_said(command, arguments, status, complaint):
    found, _, err = command(*arguments)
    assert found == status
    assert complaint in err


def test_scripts_are_told_in_json(command):
    _, out, _ = command("--json")
    first = msgspec.json.decode(out.splitlines()[0])
    assert (first["id"], first["name"]) == ("job-1", "brew_tea")
