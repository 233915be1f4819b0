"""Structured logs: JSON lines, written in batches; coloured words on a terminal."""

import asyncio
import logging
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from datetime import UTC, datetime
from time import time
from typing import Any, TextIO

import msgspec
import structlog
from structlog.processors import format_exc_info

FLUSH_SECONDS = 0.05
"""The most of a log that a crash may lose."""


Entry = tuple[float, str, str, Mapping[str, Any]]
"""When, how grave, what, and its fields."""

encode_lines = msgspec.json.Encoder(enc_hook=str).encode_lines


class Lines:
    """A log written once per batch, not once per line.

    Where no event loop runs, each line is written at once.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: list[Any] = []
        self._flushing: asyncio.TimerHandle | None = None

    def take(self, entry: Any) -> None:  # noqa: ANN401  what `text_of` understands
        """Take one entry."""
        self._waiting.append(entry)
        if self._flushing:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.flush()
        else:
            self._flushing = loop.call_later(FLUSH_SECONDS, self.flush)

    log = debug = info = warn = warning = error = critical = exception = take

    def flush(self) -> None:
        """Write what waits."""
        self._flushing = None
        entries, self._waiting = self._waiting, []
        if entries:
            self._stream.write(self.text_of(entries))
            self._stream.flush()

    def text_of(self, entries: Sequence[Any]) -> str:
        """Return lines of words, as they were made."""
        return "\n".join(entries) + "\n"


class JsonLines(Lines):
    """A log of JSON lines, made when they are written: all at once is cheaper."""

    def text_of(self, entries: Sequence[Entry]) -> str:
        """Return a line of JSON for each entry, in the order one reads it in."""
        maps = [map_of(*entry) for entry in entries]
        try:
            return encode_lines(maps).decode()
        except (TypeError, ValueError):  # one that is no JSON must not take the others
            return encode_lines(map(in_ascii, maps)).decode()


def map_of(moment: float, level: str, event: str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
    """Return what one line of JSON says."""
    timestamp = datetime.fromtimestamp(moment, UTC)
    return {"timestamp": timestamp, "level": level, "event": event, **fields}


class Foreign(logging.Handler):
    """Hands what libraries log to the one log there is."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a library's record, with its traceback."""
        structlog.get_logger(record.name).log(
            record.levelno, record.getMessage(), exc_info=record.exc_info
        )


def in_ascii(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return an entry in characters that any encoding has."""
    return {ascii(name)[1:-1]: ascii(value) for name, value in entry.items()}


def configure(stream: TextIO | None = None, level: int = logging.INFO) -> Lines:
    """Send every log line of this process to `stream`, or to standard error."""
    stream = stream or sys.stderr
    people = stream.isatty()
    lines = Lines(stream) if people else JsonLines(stream)
    filtering = structlog.make_filtering_bound_logger(level)
    structlog.configure(
        processors=for_people() if people else [format_exc_info, for_machines],
        wrapper_class=filtering if people or level > logging.INFO else Direct,
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[Foreign()], level=logging.WARNING, force=True)
    return lines


class Direct(structlog.make_filtering_bound_logger(logging.INFO)):  # type: ignore[misc]  # made at run time
    """Takes what each tool call logs without the detour over processors."""

    def info(self, event: str, **fields: Any) -> None:  # noqa: ANN401  any JSON
        """Log a line that carries no exception."""
        self._logger.take((time(), "info", event, fields))


def for_machines(
    _: object, level: str, fields: MutableMapping[str, Any]
) -> tuple[tuple[Entry], dict[str, Any]]:
    """Make the entry of a log for machines: structlog's last processor."""
    return ((time(), level, fields.pop("event"), fields),), {}


def for_people() -> list[structlog.types.Processor]:
    """Return the processors that make a line of words."""
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
        structlog.dev.ConsoleRenderer(),
    ]
