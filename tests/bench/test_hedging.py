"""What the hedging section makes of its measurements."""

from bench.hedging import Outcome


def test_a_row_tells_the_percentiles_and_the_extra_calls():
    latencies = [0.02] * 95 + [0.2] * 5
    row = list(Outcome(latencies, calls=1.05).row("without"))
    assert row == ["without second attempts", "20", "20", "200", "100", "+5.0%"]
