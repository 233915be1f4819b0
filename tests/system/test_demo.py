"""What a newcomer sees first."""

import subprocess
import sys


def test_the_demo_plays_a_call_and_stops_everything():
    done = subprocess.run(
        [sys.executable, "-m", "demo"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Hello Dana" in done.stdout
    assert done.stdout.rstrip().endswith("Everything is stopped.")
    assert "failed" not in done.stdout
