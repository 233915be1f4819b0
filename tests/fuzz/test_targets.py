"""What the fuzzer looks at holds, for a few examples and for all that it found."""

import subprocess
import sys

import pytest

from tests.fuzz.__main__ import look
from tests.fuzz.targets import TARGETS

FINDS: list[tuple[str, tuple]] = [
    ("parse", (b'{"message":{"type":"tool-calls","toolCallList":[{"id":{}}]}}',)),
    ("parse", (b'{"message":{"type":"hang","\x80":0}}',)),
    ("parse", (b'{"message":"timestamp":0}',)),
    ("parse", (b'{"message":{"type":"x","artifact":{"variableValues":"\xff"}}}',)),
    ("parse", (b'{"message":{"type":"x","toolCalls":[{"\xff":0}]}}',)),
    ("headers", ("9" * 400,)),
    ("headers", ("fe80::1%eth0",)),
]
"""What broke a target once, and must not again."""


@pytest.mark.parametrize("name", TARGETS)
def test_what_must_hold_holds_for_a_few_examples(name):
    look(TARGETS[name], 40, 1)


@pytest.mark.parametrize(("name", "values"), FINDS)
def test_what_was_found_once_holds(name, values):
    TARGETS[name].check(*values)


def test_the_fuzzer_runs_for_as_long_as_it_is_told():
    options = ("--seconds", "0.1", "--only", "parse")
    command = [sys.executable, "-m", "tests.fuzz", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Nothing found in 200 examples of each of parse" in done.stdout
