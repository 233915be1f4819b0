"""A name server that answers, fails and moves as it is told."""

from ipaddress import IPv4Address

import pytest

from chaos.names import FAILED, FOUND, HEAD, Names

QUESTION = b"\x05alpha\x04test\x00\x00\x01\x00\x01"
QUERY = HEAD.pack(7, 0x0100, 1, 0, 0, 0) + QUESTION


@pytest.fixture
def names():
    return Names()


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2"])
def test_a_name_has_the_address_it_was_given(names, address):
    names.addresses = [IPv4Address(address)]
    answer = names.answer(QUERY)
    assert HEAD.unpack_from(answer) == (7, FOUND, 1, 1, 0, 0)
    assert answer.endswith(b"\x00\x04" + IPv4Address(address).packed)


def test_it_has_no_address_of_another_kind(names):
    answer = names.answer(QUERY[:-4] + b"\x00\x1c\x00\x01")
    assert HEAD.unpack_from(answer) == (7, FOUND, 1, 0, 0, 0)


def test_it_fails_as_it_is_told(names):
    names.failing = True
    assert HEAD.unpack_from(names.answer(QUERY)) == (7, FAILED, 1, 0, 0, 0)
