"""The edge's own contract, for services in other repositories to import."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from edge.errors import ConfigError

PACKAGE = "protophone/v1"


def texts() -> Iterator[tuple[str, str]]:
    """Yield name and text of each file, as the installed `protophone-protos` has it."""
    found = files(PACKAGE.replace("/", ".")).iterdir()
    for file in sorted(found, key=lambda file: file.name):
        if file.name.endswith(".proto"):
            yield f"{PACKAGE}/{file.name}", file.read_text("utf-8")


def write(folder: Path) -> list[Path]:
    """Write the contract below `folder`; returns the files that were not there.

    Raises `ConfigError` where another file has the place of one, or nothing can be
    written.
    """
    expect_usable(folder)
    missing = [(folder / name, text) for name, text in texts()]
    missing = [(path, text) for path, text in missing if not path.exists()]
    for path, text in missing:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError as error:
            raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    return [path for path, _ in missing]


def expect_usable(folder: Path) -> None:
    """Raise `ConfigError` if another file has the place of one of the contract's."""
    for name, text in texts():
        path = folder / name
        if path.exists() and path.read_bytes() != text.encode():
            raise ConfigError(
                f"{path}: is there already, and different; not overwritten"
            )
