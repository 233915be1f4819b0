"""Two functions, timed against each other."""

import time

import pytest

from bench.timings import Comparison, compared


def busy(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_each_is_timed_on_its_own():
    found = compared("…", lambda: busy(0.001), lambda: busy(0.003), turns=5)
    assert 1000 <= found.own < found.other


@pytest.mark.parametrize(("times", "met"), [(3, True), (4, True), (5, False)])
def test_the_faster_one_is_promised_to_be_so_many_times_faster(times, met):
    comparison = Comparison(what="…", own=2.0, other=8.0)
    assert comparison.at_least(times).met is met
