"""How many files the process may open."""

import subprocess
import sys

import pytest

PROGRAM = """
import resource
from edge.server.files import allow
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
allow({connections})
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "connections", "allowed"),
    [
        (256, 4000, 2000, "3024 4000"),
        (256, 2000, 5000, "2000 2000"),
        (2000, 2000, 10, "2000 2000"),
    ],
)
def test_the_limit_is_raised_as_far_as_it_may_be(soft, hard, connections, allowed):
    text = PROGRAM.format(soft=soft, hard=hard, connections=connections)
    done = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == allowed
