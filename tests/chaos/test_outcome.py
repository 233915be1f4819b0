"""What a run has found: in effects, in what is held, in a page and in a picture."""

from dataclasses import replace
from queue import Queue
from xml.etree import ElementTree as ET

import pytest

from chaos.figures import quantile
from chaos.holding import Holding
from chaos.journal import Journal, asked, effects
from chaos.log import Log, is_bug
from chaos.outcome import Outcome, of_effects, of_holdings
from chaos.phones import Books
from chaos.picture import picture
from chaos.report import report
from chaos.vapi import Webhook
from chaos.world import Broken
from demo.processes import Process


@pytest.fixture
def path(tmp_path):
    return tmp_path / "alpha.journal"


def test_a_key_has_its_effect_once_even_for_a_service_that_was_killed(path):
    for _ in range(2):
        journal = Journal(path)
        journal.have("key-1", "word-1")
    assert effects(path) == {"word-1": 1}
    assert asked(path) == {"word-1": 2}


@pytest.mark.parametrize(
    ("had", "sendings", "granted", "complaint"),
    [
        ([("k", "w")], {"w": 1}, {"w"}, ""),
        ([("k", "w"), ("k", "w")], {"w": 2}, {"w"}, ""),
        ([("k", "w"), ("k", "w")], {"w": 1}, {"w"}, "asked 2 times"),
        ([("k1", "w"), ("k2", "w")], {"w": 2}, {"w"}, "2 effects"),
        ([], {"w": 1}, {"w"}, "never was"),
        ([], {"w": 1}, set(), ""),
    ],
)
def test_effects_are_weighed(path, had, sendings, granted, complaint):
    journal = Journal(path)
    for key, word in had:
        journal.have(key, word)
    found = list(of_effects([path], Books(sendings=sendings, granted=granted)))
    assert bool(found) is bool(complaint)
    assert complaint in "".join(found)


HELD = Holding(files=30, threads=10, tasks=20, mebibytes=40.0)
AT_FIRST = [HELD] * 2


@pytest.mark.parametrize(
    ("after", "complaint"),
    [
        (AT_FIRST, ""),
        (AT_FIRST[:1], "1 workers instead of 2"),
        ([HELD, replace(HELD, files=90)], "90 files"),
        ([HELD, replace(HELD, threads=60)], "60 threads"),
        ([HELD, replace(HELD, tasks=25)], "25 tasks"),
        ([HELD, replace(HELD, mebibytes=140.0)], "140 mebibytes"),
    ],
)
def test_what_workers_hold_is_weighed(after, complaint):
    found = list(of_holdings(AT_FIRST, after))
    assert bool(found) is bool(complaint)
    assert complaint in "".join(found)


@pytest.mark.parametrize(
    ("line", "bug"),
    [
        ('{"event":"tool call","outcome":"UNAVAILABLE"}', False),
        ('{"event":"tool call","outcome":"BUG"}', True),
        ('{"event":"tool call broke","exception":"Traceback"}', True),
        ("Traceback (most recent call last):", True),
    ],
)
def test_a_mistake_of_the_edge_is_seen_in_its_log(line, bug):
    assert is_bug(line) is bug


def test_what_workers_tell_of_themselves_is_heard(tmp_path):
    lines = Queue()
    process = Process("edge", [], lines=lines)
    log = Log(process, tmp_path / "edge.log")
    for tasks in (7, 5):
        lines.put(f'{{"event":"under way","pid":41,"tasks":{tasks}}}\n')
    lines.put("Traceback (most recent call last):\n")
    log.read()
    assert log.tasks == {41: 5}
    assert log.bugs == ["Traceback (most recent call last):\n"]
    assert len((tmp_path / "edge.log").read_text().splitlines()) == 3


@pytest.fixture
def outcome():
    """A run in which one answer was late while a service was frozen."""
    webhooks = [
        Webhook("tool-calls", f"call-{n}", n / 10, (), seconds=0.01, sendings=1)
        for n in range(100)
    ]
    webhooks[50].faults = ("service frozen",)
    webhooks[50].wrong = ["late: 3.500 s"]
    return Outcome(
        seed=7,
        budget=3.0,
        webhooks=webhooks,
        broken=[Broken("service frozen", "alpha", 4.0, 6.0)],
        books=Books(),
        before=AT_FIRST,
        after=AT_FIRST,
        late=0.05,
    )


def test_the_page_counts_and_names_what_was_wrong(outcome):
    page = report(outcome)
    assert "100 webhooks in 10 seconds, 1 of them while something was broken" in page
    assert "**1 violations**" in page
    assert "| service frozen | 1 | 1 | 10 | 10 | 10 | 1 |" in page
    assert "call-50" in page


def test_the_picture_shows_every_fault_and_line(outcome):
    root = ET.fromstring(picture(outcome))  # noqa: S314  our own text
    texts = [element.text for element in root.iter() if element.text]
    assert "service frozen" in texts
    assert {"median", "p90", "slowest", "● violations: 1"} <= set(texts)
    kinds = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert kinds.count("polyline") == 3
    assert kinds.count("rect") == 2
    assert kinds.count("circle") == 1


def test_a_run_of_nothing_has_a_page_and_a_picture():
    nothing = Outcome(
        seed=1,
        budget=3.0,
        webhooks=[],
        broken=[],
        books=Books(),
        before=[],
        after=[],
        late=0.0,
    )
    assert "0 webhooks" in report(nothing)
    assert ET.fromstring(picture(nothing)) is not None  # noqa: S314  our own text


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [([], 0.5, 0.0), ([3, 1, 2], 0.5, 2), ([1, 2], 1.0, 2), (range(100), 0.99, 99)],
)
def test_a_quantile_is_one_of_the_values(values, share, value):
    assert quantile(list(values), share) == value
