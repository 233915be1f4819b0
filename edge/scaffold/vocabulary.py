"""The edge's own contract, for services in other repositories to import."""

from importlib.resources import files
from pathlib import Path

from edge.errors import ConfigError

NAME = "protophone/v1/options.proto"


def text() -> str:
    """Return the contract as the installed `protophone-protos` has it."""
    return (files("protophone.v1") / "options.proto").read_text("utf-8")


def write(folder: Path) -> Path | None:
    """Write the contract below `folder`; returns None if it is there already.

    Raises `ConfigError` where another file has its place, or nothing can be written.
    """
    expect_usable(folder)
    path = folder / NAME
    if path.exists():
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(), "utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def expect_usable(folder: Path) -> None:
    """Raise `ConfigError` if another file has the place of the contract."""
    path = folder / NAME
    if path.exists() and path.read_bytes() != text().encode():
        raise ConfigError(f"{path}: is there already, and different; not overwritten")
