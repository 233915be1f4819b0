"""What a tool call held is let go of with its answer, not when the collector looks."""

import gc

import pytest

from tests.invoke.test_hedging import warm


@pytest.fixture
def left():
    """Returns the kinds of the edge's own objects that nobody but themselves holds."""

    def left():
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        kinds = {type(each).__qualname__ for each in gc.garbage if is_ours(each)}
        gc.set_debug(0)
        gc.garbage.clear()
        return kinds

    gc.collect()
    gc.disable()
    yield left
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


def is_ours(thing):
    return type(thing).__module__.startswith("edge.")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("say_again", {"text": "x"}),
        ("say_again", {"nonsense": 1}),
        ("nonsense", {}),
        ("fail", {"code": 5, "message": "not found"}),
        ("fail", {"code": 13, "message": "broken"}),
        ("fail", {"code": 14, "message": "away", "times": 1}),
        ("fail", {"code": 14, "message": "gone"}),
        ("fail_with_fallback", {"code": 14, "message": "once"}),
        ("garble", {}),
        ("sleep_briefly", {"seconds": 30}),
    ],
)
async def test_nothing_is_left_of_a_call_however_it_ends(line, left, tool, arguments):
    await line.call(tool, **arguments)
    left()  # what is made once, and thrown away
    for _ in range(3):
        await line.call(tool, **arguments)
    assert left() == set()


async def test_nothing_is_left_of_an_attempt_that_lost(line, probe, left):
    await warm(line, probe)
    left()
    await line.call("sleep", seconds=30, times=1)
    assert left() == set()
