"""What is given up gives its memory back, for an edge runs for months."""

import asyncio
import ctypes
import gc
import sys

import pytest

from demo.processes import Process
from edge.config.settings import Service
from edge.tools.channel import abandon, healthy, open_channel
from edge.tools.channels import Channels

SLOW = "/tools.probe.v1.ProbeService/SleepAlways"
AT_ONCE = 100


class Usage(ctypes.Structure):
    """What glibc's `mallinfo2` returns."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks"),
            *("fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


@pytest.fixture
def in_use():
    """Returns how many bytes are in use of what glibc manages."""
    usage = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if usage is None:
        pytest.skip("only glibc tells")
    usage.restype = Usage
    return lambda: usage().uordblks


@pytest.fixture(scope="module")
def service():
    """A service in a process of its own, whose memory is not ours."""
    with Process("probe", [sys.executable, "-m", "tests.probe"]) as process:
        yield Service(name="probe", target=process.listening())


async def ending(call):
    """Await a call, and return how it ended."""
    try:
        return await call
    except asyncio.CancelledError:
        return "cancelled"


async def lose(channel):
    """Make calls, and give them up when they are on their way."""
    slow = channel.unary_unary(SLOW)
    calls = [slow(b"", timeout=30) for _ in range(AT_ONCE)]
    ends = [asyncio.ensure_future(ending(call)) for call in calls]
    assert await healthy(channel, timeout=10)
    for call in calls:
        abandon(call)
    assert set(await asyncio.gather(*ends)) == {"cancelled"}


async def test_calls_that_are_given_up_leave_nothing(service, in_use):
    channel = open_channel(service)
    for _ in range(5):
        await lose(channel)
    before = in_use()
    for _ in range(10):
        await lose(channel)
    assert in_use() - before < 200_000  # where grpc.aio cancels 1000, 970,000
    await channel.close()


async def test_waiting_for_a_change_in_vain_leaves_nothing(service):
    channels = Channels(service)
    assert await channels.healthy()
    for _ in range(100):
        waiting = asyncio.ensure_future(channels.changed())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    kinds = [type(each).__name__ for each in gc.get_objects()]
    assert kinds.count("CallbackWrapper") < 10
    await channels.close(None)


async def test_a_change_is_told_to_whoever_waits_next(service):
    channels = Channels(service)
    waiting = asyncio.ensure_future(channels.changed())
    await asyncio.sleep(0)
    waiting.cancel()
    again = asyncio.ensure_future(channels.changed())
    await channels.healthy()  # connects
    await asyncio.wait_for(again, 10)
    await channels.close(None)
