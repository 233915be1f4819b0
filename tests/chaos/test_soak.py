"""What grows over a long time is told from what only fills up."""

import pytest

from chaos.holding import Holding
from chaos.soak import Look, Soak, of_looks, report


def looks(*mebibytes, files=30, threads=10, tasks=20):
    return [
        Look(
            10.0 * number,
            Holding(files=files, threads=threads, tasks=tasks, mebibytes=size),
        )
        for number, size in enumerate(mebibytes, 1)
    ]


@pytest.mark.parametrize(
    ("found", "complaint"),
    [
        (looks(30, 40, 50, 55, 55, 56, 55, 56, 55, 56), ""),
        (looks(30, 40, 50, 55, 60, 65, 70, 75, 80, 85), "mebibytes grew from 65 to 85"),
        (looks(*[30] * 12) + looks(*[30] * 4, files=90), "files grew from 30 to 90"),
        (
            looks(*[30] * 12) + looks(*[30] * 4, threads=20),
            "threads grew from 10 to 20",
        ),
        (looks(*[30] * 12) + looks(*[30] * 4, tasks=90), "tasks grew from 20 to 90"),
        (looks(30), "too short"),
    ],
)
def test_growth_is_told(found, complaint):
    told = list(of_looks(found))
    assert bool(told) is bool(complaint)
    assert complaint in "".join(told)


def test_the_page_shows_each_look():
    page = report(Soak(1200, ["1.0 s, hang: late"], looks(*[30.0] * 10)))
    assert "1200 webhooks; **1 violations**" in page
    assert page.count("| 30.0 | 30 | 10 | 20 |") == 10


def test_the_page_tells_what_is_held_in_the_end():
    (first,), (last,) = looks(30.0), looks(31.0, tasks=21)
    page = report(Soak(before=[first.held], after=[last.held]))
    assert "31 MiB (30 at first)" in page
    assert "21 tasks (20 at first)" in page


def test_a_long_page_leaves_looks_out():
    page = report(Soak(1200, [], looks(*[30.0] * 180)))
    assert page.count("| 30.0 |") == 30
