"""One log, in lines that are written in batches."""

import asyncio
import io
import json
import logging
import os
import time

import pytest
import structlog

from edge import logs
from edge.logs.lines import JsonLines
from edge.logs.outlet import PIPE_BUF, Outlet, pieces


@pytest.fixture
def stream():
    yield io.StringIO()
    logging.basicConfig(handlers=[logging.NullHandler()], force=True)


def read(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_without_a_loop_each_line_is_written_at_once(stream):
    logs.configure(stream)
    structlog.get_logger("a").info("tool call", ms=1.5)
    (entry,) = read(stream)
    assert (entry["event"], entry["level"], entry["ms"]) == ("tool call", "info", 1.5)
    assert entry["timestamp"].endswith("Z")


async def test_in_a_loop_lines_are_written_together(stream):
    logs.configure(stream)
    log = structlog.get_logger("b")
    log.info("one")
    log.info("two")
    assert stream.getvalue() == ""
    await asyncio.sleep(logs.FLUSH_SECONDS * 2)
    assert [entry["event"] for entry in read(stream)] == ["one", "two"]


async def test_what_waits_is_written_at_the_end(stream):
    lines = logs.configure(stream)
    structlog.get_logger("c").info("last words")
    lines.close()
    assert "last words" in stream.getvalue()


@pytest.mark.parametrize("letter", ["a", "é", "🙂"])
def test_lines_are_written_in_pieces_that_no_other_process_can_tear(letter):
    lines = [f"{number:03}{letter * (number * 7 % 900)}\n" for number in range(200)]
    written = list(pieces("".join(lines).encode()))
    assert b"".join(written).decode() == "".join(lines)
    assert all(len(piece) <= PIPE_BUF for piece in written)
    assert all(piece.endswith(b"\n") for piece in written)
    assert len(written) < len(lines)


def test_a_line_that_is_longer_goes_alone():
    long = b"x" * 5000 + b"\n"
    assert list(pieces(b"a\n" + long + b"b\n")) == [b"a\n", long, b"b\n"]
    assert list(pieces(long[:-1])) == [long[:-1], b""]


def test_what_libraries_log_is_in_the_same_form(stream):
    logs.configure(stream)
    try:
        int("inside")
    except ValueError:
        logging.getLogger("grpc").exception("a library broke")
    (entry,) = read(stream)
    assert entry["event"] == "a library broke"
    assert "ValueError: invalid literal" in entry["exception"]


def test_on_a_terminal_lines_are_for_people(stream):
    stream.isatty = lambda: True
    logs.configure(stream)
    structlog.get_logger("d").info("tool call", tool="get_weather")
    assert "tool call" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_what_no_encoding_has_is_logged_all_the_same(stream):
    logs.configure(stream)
    structlog.get_logger("e").info("tool call", tool="\ud800")
    (entry,) = read(stream)
    assert entry["tool"] == r"'\ud800'"


@pytest.fixture
def pipe():
    """A pipe that nobody reads: its end, and the stream into it."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as stream, os.fdopen(reader, encoding="utf-8") as end:
        yield end, stream


async def test_a_reader_that_hangs_holds_up_nobody(pipe):
    end, stream = pipe
    lines = JsonLines(Outlet(stream))
    for number in range(100):
        lines.take((0.0, "info", "x" * 10_000, {"number": number}))
        lines.flush()
    read = [json.loads(end.readline())["number"] for _ in range(100)]
    assert read == list(range(100))


async def test_what_a_reader_that_hangs_has_lost_is_counted(pipe, stream):
    end, into = pipe
    logs.configure(stream)
    hung = JsonLines(Outlet(into, most=100_000))
    for _ in range(30):
        hung.take((0.0, "info", "x" * 10_000, {}))
        hung.flush()
    kept = [await asyncio.to_thread(end.readline) for _ in range(7)]
    hung.take((0.0, "info", "there is room again", {}))
    await asyncio.sleep(logs.FLUSH_SECONDS * 3)
    (entry,) = read(stream)
    assert (entry["event"], len(kept)) == ("log lines lost", 7)
    assert 10 < entry["lines"] < 30


def test_the_end_does_not_wait_for_a_reader_that_hangs(pipe):
    _, into = pipe
    outlet = Outlet(into)
    outlet.put("x" * 1_000_000)
    began = time.monotonic()
    outlet.close()
    assert time.monotonic() - began < 5
