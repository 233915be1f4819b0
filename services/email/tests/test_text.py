"""Strangers' text, made harmless."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from email_service import markup, text

STEADY = settings(deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("a <b>b</b> c", "a b c"),
        ("<break time='9s'/>now", "now"),
        ("<<i>break time='9s'/>", "< break time='9s'/>"),
        ("<!-- hidden -->a<!DOCTYPE html>b<?xml version='1'?>c", "a b c"),
        ("write to <anna@example.com>", "write to <anna@example.com>"),
        ("see <https://example.com/a>", "see <https://example.com/a>"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a\r\nb\rc\u2028d\x0be\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\x00\x1b[31mb", "a[31mb"),
        ("\u202ea\u2066b\u200dc\ufeffd\u180ee\U000e0061f\ufe0fg", "abcdefg"),
        ("a\ud800b\ue000c\uffffd", "abcd"),
        ("\u3164\u2800a", "a"),
        ("héllo wörld 你好 🙂", "héllo wörld 你好 🙂"),
    ],
)
def test_only_what_a_reader_sees_is_left(given, clean):
    assert text.lines(given) == clean


@STEADY
@given(st.text(max_size=300), st.integers(60, 200))
def test_a_line_is_one_line_of_bounded_visible_text(value, limit):
    line = text.line(value, limit)
    assert len(line) <= limit
    assert line == line.strip()
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl"} for c in line)


@STEADY
@given(st.text(alphabet='a" \u201c\u00bb\uff02\n', max_size=50))
def test_nothing_closes_the_quotes_around_it(value):
    quoted = text.quoted(value, 60)
    assert quoted[0] == quoted[-1] == '"'
    assert not set(quoted[1:-1]) & set('"\u201c\u201d\u00bb\uff02')


@pytest.mark.parametrize(
    ("value", "cut"),
    [
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("word " * 20, "word " * 10 + "word…"),
    ],
)
def test_what_is_too_long_is_cut_at_a_word_where_there_is_one(value, cut):
    assert text.cut(value, 60) == cut


@pytest.mark.parametrize(
    "value",
    ["", " ", "<", "<!--", "\0", "<?x?><?xml version='1.0' encoding='x'?>", "\ud800"],
)
def test_what_is_hardly_html_is_text_of_some_kind(value):
    assert isinstance(markup.to_text(value), str)


@STEADY
@given(st.text(alphabet="<>/ap!-='\" table\0", max_size=200))
def test_no_html_is_too_broken(value):
    assert isinstance(markup.to_text(value), str)


def test_a_table_is_not_padded_to_its_widest_cell():
    wide = f"<table><tr><td>{'x' * 9000}</td></tr>{'<tr><td>y' * 900}</table>"
    assert len(markup.to_text(wide)) < 20_000
