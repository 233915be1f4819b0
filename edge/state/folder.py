"""The folder of the embedded server: whose it is, and how to reach it."""

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from edge.errors import ConfigError

LOOPBACK = "127.0.0.1"

SETTINGS = """\
listen: "{host}:{port}"
max_payload: 8MB
pid_file: {pid}
logfile: {log}
logfile_size_limit: 16MB
logfile_max_num: 2
authorization {{ token: "{token}" }}
jetstream {{
  store_dir: {files}
  sync_interval: always
  max_file_store: {room}
{encryption}}}
"""
"""Synced at every write: what was confirmed survives a loss of power, too."""

ENCRYPTION = "  cipher: chachapoly\n  key: $EDGE_STORE_KEY\n"


class Lock:
    """A file that one process holds at a time, with those that it gives it to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    @property
    def held(self) -> bool:
        """Whether this process holds it."""
        return self._file is not None

    @property
    def number(self) -> int:
        """Its file descriptor; raises `ConfigError` where it is not held."""
        if self._file is None:
            raise ConfigError(f"{self.path}: is not locked")
        return self._file.fileno()

    def take(self) -> None:
        """Hold it; raises `BlockingIOError` where another does."""
        if self._file is None:
            file = self.path.open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                raise
            self._file = file

    def free(self) -> None:
        """Let go of it; whoever was given it holds it still."""
        if self._file:
            self._file.close()
            self._file = None


class Folder:
    """One server's files, out of which locks keep every other edge and server.

    An edge holds its lock for life, before it listens already; the server holds one
    of its own, for it may outlive the edge.
    """

    def __init__(self, path: Path, room: int = 0) -> None:
        self.path = path.absolute()
        self.room = room
        """The bytes that the streams may take: set aside, though the disk be small."""
        self.token = secrets.token_urlsafe(24)
        self.port = free_port()
        self._claim = Lock(self.path / "edge.lock")
        self._lock = Lock(self.path / "lock")

    @property
    def settings(self) -> Path:
        """The file of the server's settings."""
        return self.path / "nats.conf"

    @property
    def url(self) -> str:
        """Where the server listens, with the token it asks for."""
        return f"nats://{self.token}@{LOOPBACK}:{self.port}"

    def claim(self) -> None:
        """Take the folder; raises `ConfigError` where another edge has it."""
        if self._claim.held:
            return
        with self._refusing():
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._claim.take()
            self._lock.take()
        self._lock.free()

    def lock(self) -> None:
        """Take the folder for a server to run over it; raises `ConfigError`."""
        self.claim()
        with self._refusing():
            self._lock.take()

    def taken(self) -> bool:
        """Tell whether an edge has the folder, or a server runs over it."""
        try:
            self.claim()
        except ConfigError:
            return True
        self.release()
        return False

    def release(self) -> None:
        """Leave the folder to others, once who was given its locks is gone too."""
        self._claim.free()
        self._lock.free()

    @property
    def lock_number(self) -> int:
        """The lock's file descriptor, for the server to hold as well."""
        return self._lock.number

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except BlockingIOError:
            self.release()
            raise ConfigError(
                f"{self.path}: another edge keeps its store there; give this one "
                "another [store] data, or both the url of one cluster"
            ) from None
        except OSError as error:
            raise ConfigError(f"{self.path}: {error.strerror}") from error

    def write(self, *, encrypted: bool) -> None:
        """Write the server's settings and its address; raises `OSError`."""
        text = SETTINGS.format(
            host=LOOPBACK,
            port=self.port,
            token=self.token,
            pid=quoted(str(self.path / "nats.pid")),
            log=quoted(str(self.path / "nats.log")),
            room=self.room,
            files=quoted(str(self.path)),
            encryption=ENCRYPTION if encrypted else "",
        )
        write_private(self.settings, text)
        write_private(self.path / "url", self.url)


def url_in(path: Path) -> str:
    """Return where a running edge's server listens; empty where none ever ran."""
    try:
        return (path / "url").read_text(encoding="utf-8")
    except OSError:
        return ""


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else may read."""
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
    ) as file:
        file.write(text)


def quoted(text: str) -> str:
    """Quote a text as the server's settings want it: JSON is understood."""
    return msgspec.json.encode(text).decode()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
