"""One log, in lines that are written in batches."""

import asyncio
import io
import json
import logging

import pytest
import structlog

from edge import logs


@pytest.fixture
def stream():
    yield io.StringIO()
    structlog.reset_defaults()
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
    lines.flush()
    assert "last words" in stream.getvalue()


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
