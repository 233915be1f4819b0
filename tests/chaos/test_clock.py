"""What a process waits for a processor is seen, and only that."""

import asyncio
import os
import subprocess
import sys
import time

import pytest

from chaos.clock import Pulse, waited


@pytest.fixture
def hogs():
    """More busy programs than there are processors."""
    count = len(os.sched_getaffinity(0)) * 2
    command = [sys.executable, "-c", "while True: pass"]
    running = [subprocess.Popen(command) for _ in range(count)]
    yield [each.pid for each in running]
    for each in running:
        each.kill()
        each.wait()


def test_a_process_that_has_to_share_waits(hogs):
    end = time.monotonic() + 10
    while not any(waited(pid) > 0.01 for pid in hogs):
        assert time.monotonic() < end


def test_a_process_that_is_gone_waits_for_nothing():
    assert waited(2**22 + 1) == 0.0


async def test_a_beat_that_is_late_is_remembered():
    async with Pulse() as pulse:
        before = time.monotonic()
        while pulse.worst < 0.1:
            await pulse_once()
        assert pulse.late_since(before) >= 0.1
        assert pulse.late_since(time.monotonic() + 1) == 0.0


async def pulse_once():
    """Hold the loop for a while, and let it go on."""
    time.sleep(0.15)  # noqa: ASYNC251  the loop is to be held
    await asyncio.sleep(0)
