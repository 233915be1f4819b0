"""What can be seen of a service that is started and stopped."""

import sys
from dataclasses import replace

import pytest

from edge.verify.checks import PROCESSES, name_of
from edge.verify.examination import made
from edge.verify.learning import learned
from edge.verify.peer import Times
from edge.verify.report import lines
from tests.verify.conftest import BY_NAME, peer_of

TIMES = Times(call=5, settle=1, start=20, stop=10)
SHORT = replace(TIMES, stop=1)

TABLE = [
    ("announced", "misnamed", TIMES, "names pot, and the package kettle"),
    ("announced", "mumbling", TIMES, "no such line; it said 'I am up.'"),
    ("announced", "early", TIMES, "comes while health is still NOT_SERVING"),
    ("configured", "deaf", replace(TIMES, start=2), "is ignored"),
    ("configured", "content", TIMES, "ends it with status 0"),
    ("configured", "silent", TIMES, "ends it with status 3, without a word"),
    ("configured", "tracing", TIMES, "ends it with a stack trace"),
    ("cancelled", "busy", SHORT, "leaves work that stops no drain"),
    ("cancelled", "early", TIMES, "leaves it NOT_SERVING"),
    ("drained", "stubborn", SHORT, "leaves it SERVING, and taking calls"),
    ("drained", "stubborn", SHORT, "does not end it in 1 s"),
    ("drained", "abrupt", TIMES, "breaks off a call that runs"),
    ("drained", "failing", TIMES, "ends it with status 3"),
]


@pytest.fixture
def started():
    """Return the lines on one check of a kettle that is a process."""

    async def result(check, defect, times=TIMES):
        command = (sys.executable, "-m", "tests.verify.program", defect)
        async with peer_of(command=command) as peer:
            known = replace(await learned(peer), times=times)
            return "\n".join(lines(await made(BY_NAME[f"process.{check}"], known)))

    return result


@pytest.mark.parametrize(("check", "defect", "times", "words"), TABLE)
async def test_a_defect_is_found(started, check, defect, times, words):
    assert words in await started(check, defect, times)


@pytest.mark.parametrize("check", [name_of(check) for check in PROCESSES])
async def test_a_service_that_keeps_all_it_owes_passes(started, check):
    report = await started(check.removeprefix("process."), "good")
    assert report.startswith("ok ")
    assert "\n" not in report


async def test_more_than_a_line_on_a_bad_setting_is_noted(started):
    report = await started("configured", "chatty")
    assert report.startswith("ok ")
    assert "more than the one line" in report


@pytest.mark.parametrize("check", ["cancelled", "drained"])
async def test_what_does_not_start_cannot_be_seen_to_stop(started, check):
    assert (await started(check, "mumbling")).startswith("unseen ")


@pytest.mark.parametrize("check", [name_of(check) for check in PROCESSES])
def test_each_check_has_a_service_that_it_finds(check):
    assert check in {f"process.{row[0]}" for row in TABLE}
