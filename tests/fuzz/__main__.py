"""`make fuzz`: look for what breaks the edge, for some seconds.

Hypothesis keeps what it finds in .hypothesis, and tries it first the next time.
"""

import argparse
import sys
import time

from hypothesis import HealthCheck, given, seed, settings

from tests.fuzz.targets import TARGETS, Target

ROUND = 200
"""Examples before the next target has its turn."""


def look(target: Target, examples: int, number: int) -> None:
    """Try some examples, others for each number."""

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    @given(target.values)
    def hold(values):
        target.check(*values)

    hold()


def main() -> int:
    """Look for as long as was asked; returns 1 with the first find."""
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", choices=TARGETS)
    options = parser.parse_args()
    names = [options.only] if options.only else list(TARGETS)
    began, rounds = time.monotonic(), 0
    while time.monotonic() - began < options.seconds:
        for name in names:
            look(TARGETS[name], ROUND, time.time_ns())
        rounds += 1
    sys.stdout.write(
        f"Nothing found in {rounds * ROUND} examples of each of "
        f"{', '.join(names)}: {time.monotonic() - began:.0f} s.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
