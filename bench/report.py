"""What is printed: the findings as Markdown, the progress beside them."""

import sys
from collections.abc import Iterable, Sequence


def say(text: str) -> None:
    """Print a finding and an empty line, at once."""
    sys.stdout.write(f"{text}\n\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Say what goes on, to whoever waits."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def table(headings: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table, its columns aligned for a terminal too."""
    texts = [list(headings), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines = ["| " + " | ".join(map(str.rjust, row, widths)) + " |" for row in texts]
    rule = "|" + "|".join("-" * (width + 1) + ":" for width in widths) + "|"
    return "\n".join((lines[0], rule, *lines[1:]))
