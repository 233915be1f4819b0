"""Files that are written where none was."""

from collections.abc import Mapping
from pathlib import Path

from edge.errors import ConfigError


def expect_free(*paths: Path) -> None:
    """Raise `ConfigError` if something is there already."""
    for path in paths:
        if path.exists():
            raise ConfigError(f"{path}: is there already; not overwritten")


def write(files: Mapping[Path, str]) -> None:
    """Write the files; raises `ConfigError` where that is not possible."""
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
