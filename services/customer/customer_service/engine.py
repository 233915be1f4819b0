"""How SQLAlchemy is to reach either kind of database."""

import os
from pathlib import Path

from sqlalchemy import URL, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

CONNECT = {
    "postgresql": {
        "timeout": 2.0,
        "server_settings": {"application_name": "protophone-customer"},
    },
    "sqlite": {"timeout": 1.5},  # how long another process's write is waited for
}
POOL_SIZE = 10
POOL_SECONDS = 2.0


def open_engine(url: URL) -> AsyncEngine:
    """Return the engine, not yet connected; makes the folder of an SQLite file.

    Raises `OSError` where that folder cannot be made or written to. The engine keeps
    the values of statements, which are people's, out of errors and logs.
    """
    backend = url.get_backend_name()
    engine = create_async_engine(
        url,
        connect_args=CONNECT[backend],
        hide_parameters=True,
        max_overflow=0,
        pool_pre_ping=backend != "sqlite",  # a file does not hang up
        pool_size=POOL_SIZE,
        pool_timeout=POOL_SECONDS,
    )
    if backend == "sqlite":
        make_folder(Path(url.database or "."))
        event.listen(engine.sync_engine, "connect", keep_references)
    return engine


def make_folder(file: Path) -> None:
    """Make the folder of `file`; raises `OSError` if nothing can be written there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise PermissionError(f"nothing can be written to {file.parent}")


def keep_references(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    """Have SQLite enforce foreign keys, which it does for the asking only."""
    del entry
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
