"""Where the settings come from, to be read again when it changes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from edge.config.loading import file_of, load
from edge.config.settings import Config

Marks = tuple[tuple[int, int, int] | None, ...]
"""What tells one state of some files from the next."""


class Source:
    """A file of settings and the environment it refers to."""

    def __init__(self, path: str | None, environ: Mapping[str, str]) -> None:
        self._path = path
        self._environ = environ
        self._files: tuple[Path, ...] = ()
        self.loaded: Marks = ()
        """The marks of what was read last, as they were before."""

    def load(self) -> Config:
        """Read the settings; raises `ConfigError`."""
        own = self._own()
        before = tuple(map(mark_of, own))
        config = load(self._path, self._environ)
        self._files = tuple(files_of(config))
        self.loaded = (*before, *map(mark_of, self._files))
        return config

    def marks(self) -> Marks:
        """Return marks that change whenever one of the files does.

        Links are followed, so that a ConfigMap's swap is a change too.
        """
        return tuple(map(mark_of, (*self._own(), *self._files)))

    def _own(self) -> tuple[Path, ...]:
        file = file_of(self._path, self._environ)
        return (file,) if file else ()


def files_of(config: Config) -> Iterator[Path]:
    """Yield the files that the settings name."""
    if config.server.tls:
        yield from (Path(config.server.tls.certificate), Path(config.server.tls.key))
    for assistant in config.assistants:
        if assistant.file:
            yield Path(assistant.file)


def mark_of(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is written or replaced; None without one."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
