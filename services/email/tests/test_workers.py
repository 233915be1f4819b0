"""The threads, the deadline they work to, and the connections they keep."""

import asyncio
import threading

import pytest

from email_service.deadline import Deadline
from email_service.errors import Busy, MailError, TooLate, Unreachable
from email_service.pool import Pool
from email_service.workers import Workers


async def test_work_is_done_on_another_thread():
    thread = await Workers(1).run(lambda _: threading.current_thread(), 1)
    assert thread is not threading.main_thread()


async def test_a_worker_is_free_again_after_its_work():
    workers = Workers(1)
    for number in range(20):
        assert await workers.run(lambda _, number=number: number, 1) == number


async def test_work_that_takes_too_long_is_told_so_by_its_deadline():
    ended = threading.Event()

    def wait(deadline):
        try:
            while True:
                ended.wait(deadline.left() / 100 + 0.001)
        finally:
            ended.set()

    with pytest.raises(TooLate):
        await Workers(1).run(wait, 0.05)
    assert await asyncio.to_thread(ended.wait, 5)


async def test_a_worker_that_hangs_keeps_its_place():
    workers, ended = Workers(1), threading.Event()
    with pytest.raises(TooLate):
        await workers.run(lambda _: ended.wait(10), 0.02)
    with pytest.raises(Busy):
        await workers.run(lambda _: None, 1)
    ended.set()


async def test_what_nobody_foresaw_is_an_error_of_the_mailbox():
    with pytest.raises(MailError, match="ZeroDivisionError"):
        await Workers(1).run(lambda _: 1 / 0, 1)


@pytest.mark.parametrize("seconds", [0, -1])
def test_a_deadline_that_passed_leaves_no_time(seconds):
    with pytest.raises(TooLate):
        Deadline(seconds).left()


class Wire:
    """A connection that fails as it is told to."""

    def __init__(self, deadline):
        self.deadline = deadline
        self.open = True
        self.failure = None

    def begin(self, deadline):
        self.deadline = deadline

    def check(self, deadline):
        self.begin(deadline)

    def close(self):
        self.open = False

    def work(self):
        if self.failure:
            raise self.failure
        return self


@pytest.fixture
def pool():
    return Pool(Wire, 2)


def test_a_connection_is_used_again(pool):
    first, second = (pool.run(Wire.work, Deadline(1)) for _ in range(2))
    assert first is second
    assert first.open


def test_work_is_repeated_once_on_a_new_connection(pool):
    first = pool.run(Wire.work, Deadline(1))
    first.failure = Unreachable()
    second = pool.run(Wire.work, Deadline(1))
    assert (first.open, second.open) == (False, True)


def test_work_that_fails_on_a_new_connection_is_not_repeated(pool):
    used = []

    def fail(wire):
        used.append(wire)
        raise Unreachable

    with pytest.raises(Unreachable):
        pool.run(fail, Deadline(1))
    assert [wire.open for wire in used] == [False]


@pytest.mark.parametrize("failure", [TooLate(), MailError(), ZeroDivisionError()])
def test_a_connection_in_an_unknown_state_is_not_kept(pool, failure):
    first = pool.run(Wire.work, Deadline(1))
    first.failure = failure
    with pytest.raises(type(failure)):
        pool.run(Wire.work, Deadline(1))
    assert not first.open


def test_no_more_connections_are_kept_than_there_is_room_for():
    pool, held = Pool(Wire, 1), []

    def hold(wire):
        held.append(wire)
        return pool.run(Wire.work, Deadline(1)) if len(held) < 2 else wire

    pool.run(hold, Deadline(1))
    inner = pool.run(Wire.work, Deadline(1))
    assert inner.open


def test_a_connection_idle_for_long_is_not_trusted():
    pool = Pool(Wire, 2, idle_seconds=-1)
    first, second = (pool.run(Wire.work, Deadline(1)) for _ in range(2))
    assert (first.open, second.open) == (False, True)


def test_a_closed_pool_keeps_nothing(pool):
    first = pool.run(Wire.work, Deadline(1))
    pool.close()
    second = pool.run(Wire.work, Deadline(1))
    assert (first.open, second.open) == (False, False)
