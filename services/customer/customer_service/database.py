"""The database: prepared, written to in turn, and reached in time."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, nullcontext, suppress
from typing import Any, TypeVar

from sqlalchemy import URL, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

from customer_service.engine import open_engine
from customer_service.schema import Schema

FAILURES = (SQLAlchemyError, OSError)
"""What is raised when the database is away, busy or late (`TimeoutError` is one)."""

PREPARE = {
    # IF NOT EXISTS alone lets two transactions make the same table, and one fail.
    "postgresql": "SELECT pg_advisory_xact_lock(78095)",
    # Readers and a writer then do not wait for each other; the file remembers it.
    "sqlite": "PRAGMA journal_mode = WAL",
}
CLOSE_SECONDS = 1.7
"""How long each of the two steps of closing may take; more than SQLite's `timeout`."""

Result = TypeVar("Result")


class Database:
    """One database, and the work under way in it."""

    def __init__(self, url: URL) -> None:
        self.engine = open_engine(url)
        self.turn = asyncio.Lock()
        self.under_way: set[asyncio.Task[Any]] = set()

    async def prepare(self) -> None:
        """Make what is missing of the tables; several processes may at once.

        Raises one of `FAILURES`.
        """
        async with self.writing() as connection:
            await connection.execute(text(PREPARE[self.engine.dialect.name]))
            for table in Schema.metadata.sorted_tables:
                await connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    await connection.execute(CreateIndex(index, if_not_exists=True))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose changes are kept if what is within succeeds.

        SQLite has one writer at a time, and lets others try again and again without
        any order; so the writers of this process take turns before it.
        """
        alone = self.turn if self.engine.dialect.name == "sqlite" else nullcontext()
        async with alone, self.engine.begin() as connection:
            yield connection

    def insert(self, table: type[Schema]) -> postgresql.Insert | sqlite.Insert:
        """Return the database's own INSERT into `table`, which knows ON CONFLICT."""
        if self.engine.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)

    async def within(self, seconds: float, work: Coroutine[Any, Any, Result]) -> Result:
        """Return what `work` returns, or raise `TimeoutError` after `seconds`.

        Work that is late, or whose caller has gone, is cancelled and not waited for:
        taking leave of a database that is silent may last longer than the call does.
        """
        task = asyncio.create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.end)
        try:
            done, _ = await asyncio.wait({task}, timeout=seconds)
        finally:
            task.cancel()
        if not done:
            raise TimeoutError
        return task.result()

    def end(self, task: asyncio.Task[Any]) -> None:
        """Forget the task, having looked at how it ended so that asyncio need not."""
        self.under_way.discard(task)
        if not task.cancelled():
            task.exception()

    async def close(self) -> None:
        """Close the connections, and leave those behind that will not be closed."""
        # Cancelled a second time, as by the end of the loop, aiosqlite would wait
        # for a thread that has ended; so what was cancelled is let finish.
        if self.under_way:
            await asyncio.wait(self.under_way, timeout=CLOSE_SECONDS)
        with suppress(*FAILURES):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.engine.dispose()
