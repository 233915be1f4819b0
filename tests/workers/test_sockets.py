"""Several listeners share one address, and nobody takes one that is taken."""

import socket
from contextlib import closing

import pytest

from edge.errors import ConfigError
from edge.workers.sockets import listeners, urls_of


@pytest.fixture
def listen():
    opened = []

    def listen(*arguments):
        groups = listeners(*arguments)
        opened.extend(each for group in groups for each in group)
        return groups

    yield listen
    for each in opened:
        each.close()


def test_all_listen_at_one_port_that_was_free(listen):
    groups = listen("127.0.0.1", 0, 3)
    ports = {each.getsockname()[1] for group in groups for each in group}
    assert len(groups) == 3
    assert len(ports) == 1


def test_connections_are_dealt_out(listen):
    groups = listen("127.0.0.1", 0, 2)
    address = groups[0][0].getsockname()
    callers = [socket.create_connection(address) for _ in range(64)]
    counts = [accepted(group[0]) for group in groups]
    assert sum(counts) == 64
    assert min(counts) > 0
    for each in callers:
        each.close()


def accepted(listener):
    count = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_each_address_of_a_host_is_listened_on_at_one_port(listen):
    ((*sockets,), _) = listen("", 0, 2)
    assert len({each.getsockname()[1] for each in sockets}) == 1
    families = {each.family for each in sockets}
    assert len(families) == len(sockets)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("shared", [False, True])
def test_a_port_that_somebody_has_is_refused(listen, count, shared):
    with closing(socket.socket()) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shared)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ConfigError, match="Address already in use"):
            listen("127.0.0.1", other.getsockname()[1], count)


def test_a_host_that_is_nowhere_is_refused(listen):
    with pytest.raises(ConfigError, match="cannot listen on 203"):
        listen("203.0.113.7", 0, 1)


def test_where_it_listens_is_told_as_an_address(listen):
    ((own,),) = listen("127.0.0.1", 0, 1)
    assert list(urls_of([own])) == [f"http://127.0.0.1:{own.getsockname()[1]}"]
