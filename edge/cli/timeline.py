"""A call as people read it: what happened, and when."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from textwrap import fill
from typing import Any

import msgspec

from edge.state.calls import RecordedCall
from edge.state.interactions import Interaction

WIDTH = 96
INDENT = " " * 12


def header(call: RecordedCall) -> str:
    """Return who called, and when."""
    began = datetime.fromtimestamp(call.began, UTC)
    caller = call.caller or "unknown caller"
    return f"{began:%Y-%m-%d %H:%M:%S}  {call.id}  {caller}"


def lines(call: RecordedCall) -> Iterator[str]:
    """Yield each interaction, with the seconds since the first."""
    for entry in call.entries:
        yield f"{entry.at - call.began:+9.2f} s  {title(entry)}"
        if entry.words:
            yield fill(
                entry.words, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT
            )


def title(entry: Interaction) -> str:
    """Return what an interaction was, and how it went."""
    what = entry.name if entry.kind == "message" else f"{entry.kind} {entry.name}"
    given = f"({arguments(entry.arguments)})" if entry.arguments else ""
    took = f" in {entry.ms:.0f} ms" if entry.ms else ""
    tries = f", {entry.attempts} attempts" if entry.attempts != 1 else ""
    went = f": {entry.outcome}{took}{tries}" if entry.outcome else ""
    by = f" by {entry.service} ({place(entry)})" if entry.service else ""
    more = f" {arguments(entry.more)}" if entry.more else ""
    return f"{what}{given}{went}{by}{more}"


def place(entry: Interaction) -> str:
    """Return which method of which release of the service it was."""
    return f"{entry.rpc} at {entry.target}" if entry.target else entry.rpc


def arguments(given: Mapping[str, Any]) -> str:
    """Return arguments as one writes them."""
    return ", ".join(
        f"{name}={msgspec.json.encode(value).decode()}" for name, value in given.items()
    )
