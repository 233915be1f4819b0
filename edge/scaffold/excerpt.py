"""A file of a real service, without what is that service's own."""

from pathlib import Path

from edge.errors import ConfigError
from edge.scaffold.recipe import Cut, Edit, File


def excerpt(folder: Path, file: File, *, elsewhere: bool) -> str:
    """Return what of a file below `folder` goes into a new service.

    Raises `ConfigError` where the file is missing, or has changed so that it cannot be
    cut.
    """
    try:
        text = (folder / file.path).read_text("utf-8")
        for start in file.drop:
            text = trimmed(text, start)
        for cut in file.cuts:
            text = without(text, cut)
        for edit in file.edits + (file.elsewhere if elsewhere else ()):
            text = edited(text, edit)
    except OSError as error:
        raise ConfigError(f"this edge was packed without {file.path}") from error
    except ValueError as error:
        raise ConfigError(f"{folder / file.path}: {error}") from error
    return text


def trimmed(text: str, start: str) -> str:
    """Return `text` without the lines that begin with `start`, indented or not."""
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not line.lstrip().startswith(start)]
    if len(kept) == len(lines):
        raise ValueError(f"no line begins with {start!r}")
    return "".join(kept)


def without(text: str, cut: Cut) -> str:
    """Return `text` without a part; raises `ValueError` if it is not there."""
    start = place(text, cut.start)
    after = start + len(cut.start)
    return text[:start] + (text[place(text, cut.end, after) :] if cut.end else "")


def edited(text: str, edit: Edit) -> str:
    """Return `text` with an edit made; raises `ValueError` if there is none to make."""
    place(text, edit.old)
    return text.replace(edit.old, edit.new)


def place(text: str, part: str, start: int = 0) -> int:
    """Return where a part begins; raises `ValueError` that names a missing one."""
    found = text.find(part, start)
    if found < 0:
        raise ValueError(f"has no {part!r} any more")
    return found
