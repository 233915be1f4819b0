"""Structured logs: JSON lines, written in batches; coloured words on a terminal."""

import asyncio
import logging
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, TextIO

import msgspec
import structlog

FLUSH_SECONDS = 0.05
"""The most of a log that a crash may lose."""


class Lines:
    """A log file written once per batch, not once per line.

    Where no event loop runs, each line is written at once.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: list[str] = []
        self._flushing: asyncio.TimerHandle | None = None

    def msg(self, message: str) -> None:
        """Take one line."""
        self._waiting.append(message)
        if self._flushing:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.flush()
        else:
            self._flushing = loop.call_later(FLUSH_SECONDS, self.flush)

    log = debug = info = warn = warning = error = critical = exception = msg

    def flush(self) -> None:
        """Write what waits."""
        self._flushing = None
        lines, self._waiting = self._waiting, []
        if lines:
            self._stream.write("\n".join(lines) + "\n")
            self._stream.flush()


class Foreign(logging.Handler):
    """Hands what libraries log to the one log there is."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a library's record, with its traceback."""
        structlog.get_logger(record.name).log(
            record.levelno, record.getMessage(), exc_info=record.exc_info
        )


def configure(stream: TextIO | None = None, level: int = logging.INFO) -> Lines:
    """Send every log line of this process to `stream`, or to standard error."""
    stream = stream or sys.stderr
    lines = Lines(stream)
    structlog.configure(
        processors=for_people() if stream.isatty() else [for_machines()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[Foreign()], level=logging.WARNING, force=True)
    return lines


def for_machines() -> structlog.types.Processor:
    """Return the one processor that makes a line of JSON: each costs time."""
    encode = msgspec.json.Encoder(enc_hook=str).encode

    def render(_: object, level: str, entry: MutableMapping[str, Any]) -> str:
        if entry.get("exc_info"):
            entry = structlog.processors.format_exc_info(_, level, entry)
        first = {
            "timestamp": datetime.now(UTC),
            "level": level,
            "event": entry.pop("event"),
        }
        return encode({**first, **entry}).decode()

    return render


def for_people() -> list[structlog.types.Processor]:
    """Return the processors that make a line of words."""
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
        structlog.dev.ConsoleRenderer(),
    ]
