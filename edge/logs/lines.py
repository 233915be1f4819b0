"""Log lines, written in batches; JSON for machines, as they are for people."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog

from edge.logs.outlet import Outlet

FLUSH_SECONDS = 0.05
"""The most of a log that a crash may lose."""


Entry = tuple[float, str, str, Mapping[str, Any]]
"""When, how grave, what, and its fields."""

encode_lines = msgspec.json.Encoder(enc_hook=str).encode_lines


class Lines:
    """A log written once per batch, not once per line.

    Where no event loop runs, each line is written at once.
    """

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._lost = 0
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
            self.close()
        else:
            self._flushing = loop.call_later(FLUSH_SECONDS, self.flush)

    log = debug = info = warn = warning = error = critical = exception = take

    def flush(self) -> None:
        """Write what waits."""
        self._flushing = None
        entries, self._waiting = self._waiting, []
        if not entries:
            return
        if not self._outlet.put(self.text_of(entries)):
            self._lost += len(entries)
        elif self._lost:
            lost, self._lost = self._lost, 0
            structlog.get_logger(__name__).warning("log lines lost", lines=lost)

    def close(self) -> None:
        """Write what waits before this returns, if anybody reads it."""
        self.flush()
        self._outlet.close()

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


def in_ascii(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return an entry in characters that any encoding has."""
    return {ascii(name)[1:-1]: ascii(value) for name, value in entry.items()}
