"""No email is too broken, too deep or too long to be opened."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from email_service import headers, message, response, structure

PIECES = (
    *(b"Content-Type: ", b"text/plain", b"text/html", b"multipart/mixed"),
    *(b"multipart/alternative", b"message/rfc822", b"; boundary=", b"; charset="),
    *(b"idna", b"utf-16", b"hex", b"; filename*0*=", b"utf-8''%"),
    *(b"Content-Disposition: attachment", b"Content-Transfer-Encoding: ", b"base64"),
    *(b"uuencode", b"begin 666 x", b"quoted-printable", b"From: ", b"Subject: "),
    *(b"Date: ", b"=?", b"?b?", b"?=", b"\r\n", b"\n", b"\n\n", b"--a", b"--a--"),
    *(b"a", b"9", b"=", b"(", b"<", b'"', b",", b"\0", b"\xff"),
)
PIECEWISE = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)
BROKEN = PIECEWISE | st.binary(max_size=200)
STEADY = settings(deadline=None, derandomize=True)


@STEADY
@given(BROKEN)
def test_an_email_of_any_bytes_is_bounded_text(raw):
    email = message.opened(headers.envelope(raw), message.parsed(raw))
    assert len(email.envelope.sender) <= 100
    assert len(email.envelope.subject) <= 200
    assert len(email.text) <= 4000
    assert all(len(name) <= 100 for name in email.attachments)


WORDS = st.sampled_from([b"TEXT", b"PLAIN", b"MESSAGE", b"RFC822", b"attachment"])
NODES = st.recursive(
    st.none() | WORDS, lambda inner: st.lists(inner, max_size=10), max_leaves=12
)


@STEADY
@given(st.lists(NODES, max_size=10))
def test_a_structure_of_any_kind_is_some_email(node):
    root = structure.tree(node)
    assert isinstance(message.words(root), str)
    assert isinstance(list(message.attachments(root)), list)


@STEADY
@given(st.lists(st.binary(max_size=40) | st.tuples(st.binary(max_size=9), st.binary())))
def test_an_answer_of_any_bytes_is_read(lines):
    assert isinstance(response.emails(lines), dict)


def test_literals_and_quoted_strings_are_one_thing():
    lines = [
        (b'1 (UID 7 A ("q\\"\\\\" NIL "NIL") B {3}', b"(x)"),
        b" C (1 (2) ))",
        None,
    ]
    told = response.emails(lines)[7]
    assert told["A"] == [b'q"\\', None, b"NIL"]
    assert (told["B"], told["C"]) == (b"(x)", [b"1", [b"2"]])


def test_a_structure_deeper_than_is_looked_into_ends():
    node = [b"TEXT", b"PLAIN"]
    for _ in range(5000):
        node = [node, b"MIXED"]
    assert message.words(structure.tree(node)) == ""


MULTIPART = b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n"
PAIRS = [(number, number) for number in range(message.MAX_NESTED)]
HOSTILE = {
    "boundaries": b"".join(map(MULTIPART.__mod__, PAIRS)) + b"-\n" * 200_000,
    "emails": b"Content-Type: message/rfc822\n\n" * 15_000,
    "parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\n" * 100_000,
    "tags": b"Content-Type: text/html\n\n" + b"<a " * 40_000,
    "comments": b"Content-Type: text/html\n\n" + b"<!--" * 30_000,
    "tables": b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 8000,
    "addresses": b"From: " + b"(" * 60_000 + b"\n\n",
    "words": b"Subject: " + b"=?utf-8?q?a?= " * 4000 + b"\n\n",
    "headers": b"a: b\n" * 13_000,
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 12_000 + b"\n\n",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_no_email_takes_long(raw):
    began = time.process_time()
    message.opened(headers.envelope(raw), message.parsed(raw[: 512 * 1024]))
    assert time.process_time() - began < 3
