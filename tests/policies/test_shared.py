"""Limits in a Redis that several edges share, and that dies."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import AsyncExitStack, closing

import pytest
from limits import parse

from edge.config.limits import Limits
from edge.config.secrets import Secret
from edge.errors import ConfigError
from edge.policies.rates import Rates
from edge.policies.shared import AT_ONCE, Shared
from edge.vapi.phone import PhoneCall
from tests.conftest import lifted, settings

TWICE = "2/day"
NINE = parse("9/day")
WHO = ("call", "a")


class Redis:
    """A server that keeps nothing on disk."""

    def __init__(self, folder):
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"redis://:hunter2@127.0.0.1:{self.port}"
        self._folder = folder

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        options = ["--requirepass", "hunter2", "--save", "", "--dir", self._folder]
        self.process = subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, text=True
        )
        while "Ready to accept" not in self.process.stdout.readline():
            assert self.process.poll() is None

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def redis(tmp_path):
    """A running Redis; `.address` is what the settings say."""
    if not shutil.which("redis-server"):
        pytest.skip("Redis is not installed (Debian: redis-server)")
    redis = Redis(tmp_path)
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture
async def shared(redis):
    """Two edges' way to one Redis, patient enough for a busy machine."""
    both = [Shared(redis.address, seconds=10) for _ in range(2)]
    yield both
    for each in both:
        await each.aclose()


@pytest.fixture
async def lift(redis, probe, tmp_path):
    """Runs an edge whose limits are in Redis."""
    async with AsyncExitStack() as stack:

        async def lift(**limits):
            terms = Limits(storage=Secret(redis.address), **limits)
            config = settings(tmp_path, probe.target, limits=terms)
            return await stack.enter_async_context(lifted(config))

        yield lift


async def admitted(line, phone):
    """Call a tool; tell whether it was made."""
    result = await line.call("say_again", phone, text="x")
    if "result" in result:
        return True
    assert result["error"].startswith(("That was a lot", "That is still"))
    return False


async def test_two_edges_count_as_one(lift, shared):
    lines = [await lift(call=TWICE), await lift(call=TWICE)]
    for line, patient in zip(lines, shared, strict=True):
        await line.app.rates.aclose()
        line.app.rates._shared = patient
    phone = PhoneCall()
    made = [await admitted(line, phone) for line in (*lines, *lines)]
    assert made == [True, True, False, False]


async def test_many_calls_at_once_are_counted_exactly(shared):
    within = await asyncio.gather(*(each.hit(NINE, *WHO) for each in shared * 100))
    assert sum(within) == 9


async def test_many_calls_at_once_take_few_connections(shared, redis):
    await asyncio.gather(*(each.hit(NINE, *WHO) for each in shared * 100))
    assert clients(redis) <= 2 * AT_ONCE


async def test_when_redis_dies_each_edge_counts_for_itself_and_at_once(lift, redis):
    line, phone = await lift(call="20/day"), PhoneCall()
    assert await admitted(line, phone)
    redis.stop()
    started = time.monotonic()
    made = [await admitted(line, phone) for _ in range(21)]
    assert time.monotonic() - started < 2
    assert made == [True] * 20 + [False]


async def test_a_redis_that_hangs_holds_up_one_call_for_a_moment(lift, redis):
    line, phone = await lift(caller=""), PhoneCall()
    assert await admitted(line, phone)
    redis.process.send_signal(signal.SIGSTOP)
    started = time.monotonic()
    made = [await admitted(line, phone) for _ in range(10)]
    assert time.monotonic() - started < 2
    assert all(made)


@pytest.mark.parametrize("ends", ["killed", "hung"])
async def test_a_redis_that_is_back_counts_for_all_again(redis, ends):
    both = [Shared(redis.address) for _ in range(2)]
    if ends == "killed":
        redis.stop()
    else:
        redis.process.send_signal(signal.SIGSTOP)
    assert [await each.hit(NINE, *WHO) for each in both] == [None, None]
    if ends == "killed":
        redis.start()
    else:
        redis.process.send_signal(signal.SIGCONT)
    for number, each in enumerate(both):
        await until_counted(each, str(number))
        each._seconds = 10
    within = [await each.hit(NINE, *WHO) for each in both * 9]
    assert sum(within) in {8, 9}  # what hung may have been counted after all
    for each in both:
        await each.aclose()


async def until_counted(shared, who):
    """Wait until the storage answers, asking as somebody else."""
    end = time.monotonic() + 20
    while await shared.hit(NINE, "call", who) is None:
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def test_other_settings_keep_the_connections_there_are(lift, redis):
    line = await lift(call=TWICE)
    before = line.app.rates._shared
    line.app.rates.prepared(Limits(storage=Secret(redis.address), call="9/day"))()
    assert line.app.rates._shared is before


async def test_settings_without_a_redis_let_go_of_its_connections(lift, redis):
    line = await lift(call=TWICE)
    assert await admitted(line, PhoneCall())
    assert clients(redis) == 1
    line.app.rates.prepared(Limits(call=TWICE))()
    await until(lambda: clients(redis) == 0)
    assert await admitted(line, PhoneCall())


async def until(met):
    """Wait until a condition is met."""
    end = time.monotonic() + 20
    while not met():
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


def clients(redis):
    """Return how many connections a Redis has."""
    command = ["redis-cli", "-p", str(redis.port), "client", "list"]
    password = {**os.environ, "REDISCLI_AUTH": "hunter2"}
    done = subprocess.run(
        command, env=password, capture_output=True, text=True, check=True
    )
    listed = [line for line in done.stdout.splitlines() if line.startswith("id=")]
    assert listed, done  # redis-cli itself, at least
    return len(listed) - 1


@pytest.mark.parametrize(
    "address",
    [
        "nonsense://:hunter2@x",
        "hunter2",
        "redis://:hunter2@x:hunter2",
        "redis://:hun/ter2@x",
        "redis+sentinel://:hunter2@x",
        "async+memcached://hunter2:1",
    ],
)
def test_an_address_that_cannot_be_used_is_not_repeated(address):
    with pytest.raises(ConfigError, match=r"^limits\.storage: ") as caught:
        Rates(Limits(storage=Secret(address)))
    assert "hun" not in str(caught.value)


def test_a_driver_that_is_missing_is_said_with_how_to_have_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigError, match=r"pip install 'protophone\[redis\]'"):
        Rates(Limits(storage=Secret("redis://127.0.0.1")))
