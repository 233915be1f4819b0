"""Percentiles, medians, and what foreign load does to them."""

import pytest

from bench.figures import Sample, merged, percentile, summary


def sample(*, latency=0.001, cpu_seconds=0.01, foreign=0.0):
    return Sample(
        latencies=[latency] * 100,
        seconds=0.5,
        cpu_seconds=cpu_seconds,
        foreign=foreign,
    )


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100)]
)
def test_a_percentile_is_the_smallest_value_that_reaches_the_share(share, expected):
    assert percentile(range(100, 0, -1), share) == expected


def test_there_is_no_percentile_of_nothing():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_figures_are_medians_over_rounds():
    rounds = [sample(cpu_seconds=seconds) for seconds in (0.01, 0.02, 0.09)]
    figures = summary(rounds)
    assert figures.cpu == pytest.approx(200)
    assert figures.rate == pytest.approx(200)
    assert figures.p50 == figures.p99 == pytest.approx(1)


def test_a_disturbed_round_does_not_count_beside_an_undisturbed_one():
    figures = summary([sample(cpu_seconds=0.09, foreign=0.5), sample()])
    assert figures.cpu == pytest.approx(100)
    assert not figures.disturbed


def test_where_every_round_was_disturbed_the_figures_say_so():
    assert summary([sample(foreign=0.5), sample(foreign=0.2)]).disturbed


def test_parts_make_one_measurement():
    quiet, busy = sample(), sample(cpu_seconds=0.03, latency=0.002, foreign=0.2)
    whole = merged([quiet, busy])
    assert whole.seconds == pytest.approx(1)
    assert whole.cpu_seconds == pytest.approx(0.04)
    assert whole.foreign == pytest.approx(0.1)
    assert sorted(whole.latencies) == [0.001] * 100 + [0.002] * 100
