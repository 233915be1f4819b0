"""How many processes a machine, or a container on it, can keep busy."""

import os

import pytest

from edge.workers.cores import allotted, cores


@pytest.mark.parametrize(
    ("text", "count"),
    [("100000 100000", 1), ("150000 100000", 2), ("50000 100000", 1), ("1 1000000", 1)],
)
def test_a_container_has_what_its_quota_says(tmp_path, text, count):
    (tmp_path / "cpu.max").write_text(f"{text}\n")
    assert allotted(tmp_path) == count
    assert cores(tmp_path) <= count


@pytest.mark.parametrize("text", ["max 100000", "", "garbage", "0 0 0", None])
def test_without_a_quota_it_is_what_the_machine_has(tmp_path, text):
    if text is not None:
        (tmp_path / "cpu.max").write_text(text)
    assert cores(tmp_path) == len(os.sched_getaffinity(0))
