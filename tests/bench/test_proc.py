"""What is read from the kernel's own words."""

import os
import subprocess
import sys
import time

import pytest

from bench.proc import (
    TICKS,
    Memory,
    busy_ticks,
    cpu_seconds,
    memory,
    memory_of,
    ticks_of,
    tree,
)

STAT = """\
cpu  9 9 9 9 9 9 9 9 9 9
cpu0 100 1 20 9000 300 4 5 6 50 0
cpu1 200 2 40 8000 100 0 0 0 0 0
intr 12345
"""

ROLLUP = """\
55d0-7ffe ---p 00000000 00:00 0 [rollup]
Rss:               67584 kB
Pss:               59392 kB
Pss_Dirty:         40000 kB
"""


def test_a_process_s_ticks_are_found_behind_a_name_with_spaces_and_brackets():
    fields = "S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 99 99"
    assert ticks_of(f"42 (a (b) c) {fields}") == 11 + 12 + 13 + 14


@pytest.mark.parametrize(("cores", "busy"), [({0}, 136), ({1}, 242), ({0, 1}, 378)])
def test_a_core_is_busy_while_it_neither_idles_nor_waits(cores, busy):
    assert busy_ticks(STAT, cores) == busy


def test_memory_is_counted_in_bytes():
    assert memory_of(ROLLUP) == Memory(resident=66 << 20, proportional=58 << 20)


def test_this_process_holds_memory():
    held = memory(os.getpid())
    assert 0 < held.proportional <= held.resident


def test_the_time_of_a_process_includes_that_of_its_children():
    before = cpu_seconds(os.getpid())
    code = "import time\nwhile time.process_time() < 0.1: pass"
    with subprocess.Popen([sys.executable, "-c", code]) as child:
        assert child.pid in set(tree(os.getpid()))
    assert cpu_seconds(os.getpid()) - before >= 0.1 - 2 / TICKS


def test_time_passes_for_a_busy_process():
    before, end = cpu_seconds(os.getpid()), time.process_time() + 0.05
    while time.process_time() < end:
        pass
    assert cpu_seconds(os.getpid()) > before
