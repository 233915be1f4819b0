"""Stacks, put together by module."""

import pytest

from bench.stacks import module_of, shares_of


@pytest.mark.parametrize(
    ("frame", "module"),
    [
        ("handle (edge/webhook/route.py:61)", "edge.webhook.route"),
        ("start (aiohttp/web_protocol.py:700)", "aiohttp"),
        ("digest (hmac.py:190)", "hmac"),
        ("__instancecheck__ (<frozen abc>:119)", "<frozen abc>"),
        ("no frame at all", "no frame at all"),
    ],
)
def test_a_frame_lies_in_a_module_of_the_edge_or_in_another_s_package(frame, module):
    assert module_of(frame) == module


def test_a_module_s_share_counts_its_own_frames_alone():
    stacks = ["a (a.py:1);b (b.py:1) 60", "a (a.py:1) 30", "a (a.py:9);b (b.py:2) 10"]
    assert shares_of(stacks) == [("b", 0.7), ("a", 0.3)]


def test_a_share_too_small_to_matter_is_left_out():
    assert shares_of(["a (a.py:1) 999", "b (b.py:1) 1"]) == [("a", 0.999)]


def test_a_thread_that_waits_is_no_work():
    waits = "Thread._bootstrap (threading.py:1002);wait (threading.py:320) 500"
    assert shares_of([waits, "a (a.py:1) 3"]) == [("a", 1.0)]
