"""Connections are taken as long as there are files for them, and else wait."""

import asyncio
import os
import resource
import socket
from contextlib import contextmanager

import pytest

from edge.server.accepting import PAUSE_SECONDS, Acceptor
from edge.workers.sockets import listeners


class Echo(asyncio.Protocol):
    """Says back what it is told."""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)
        self.transport.close()


@pytest.fixture
async def address():
    ((opened,),) = listeners("127.0.0.1", 0, 1)
    acceptor = Acceptor(opened, Echo)
    acceptor.start()
    yield opened.getsockname()
    acceptor.close()


@contextmanager
def no_files_left():
    """Have this process open no more files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connected(address):
    """Connect, and return at once what the system has queued."""
    opened = socket.create_connection(address)
    opened.settimeout(0)
    return opened


async def said(opened, text=b"hello"):
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(opened, text)
    answer = await asyncio.wait_for(loop.sock_recv(opened, 100), 5)
    opened.close()
    return answer


async def test_each_connection_is_served(address):
    callers = [connected(address) for _ in range(200)]
    assert set(await asyncio.gather(*map(said, callers))) == {b"hello"}


async def test_who_comes_when_no_file_is_left_waits_until_one_is(address):
    callers = [connected(address) for _ in range(5)]
    with no_files_left():
        waiting = [asyncio.create_task(said(each)) for each in callers]
        await asyncio.wait(waiting, timeout=PAUSE_SECONDS * 3)
        assert not any(task.done() for task in waiting)
    assert await asyncio.gather(*waiting) == [b"hello"] * 5


async def test_what_it_does_not_take_is_left_to_others(address):
    ((opened,),) = listeners("127.0.0.1", 0, 1)
    with opened.dup() as other:
        acceptor = Acceptor(opened, Echo)
        acceptor.start()
        acceptor.close()
        caller = connected(other.getsockname())
        taken = Acceptor(other.dup(), Echo)
        taken.start()
        assert await said(caller) == b"hello"
        taken.close()
