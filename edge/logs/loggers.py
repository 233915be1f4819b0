"""The loggers of this process, and of the libraries in it."""

import logging
import sys
from collections.abc import MutableMapping
from time import time
from typing import Any, TextIO

import structlog
from structlog.processors import format_exc_info

from edge.logs.lines import Entry, JsonLines, Lines
from edge.logs.outlet import Outlet


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
    people = stream.isatty()
    outlet = Outlet(stream)
    lines = Lines(outlet) if people else JsonLines(outlet)
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
