"""When the service is ready: once the database has its tables."""

import asyncio
import logging
from importlib.resources import files
from itertools import chain, repeat

from customer_service import roster
from customer_service.database import FAILURES, Database
from customer_service.records import Records

ATTEMPT_SECONDS = 10.0

logger = logging.getLogger(__name__)


async def reach(database: Database, *, sample: bool) -> None:
    """Return once the database is prepared, however long it is away.

    It is tried again after 0.1 s, and then ever more rarely, at last every 2 s.
    """
    for pause in chain((0.1, 0.2, 0.5, 1.0), repeat(2.0)):
        try:
            await database.within(ATTEMPT_SECONDS, prepare(database, sample=sample))
        except FAILURES as error:
            logger.warning("the database is not ready: %r", error)
        else:
            return
        await asyncio.sleep(pause)


async def prepare(database: Database, *, sample: bool) -> None:
    """Make the tables, and fill them with the sample if they are empty."""
    await database.prepare()
    records = Records(database)
    if sample and await records.empty():
        text = files("customer_service").joinpath("sample.csv").read_text("utf-8")
        await records.put(roster.read(text.splitlines(), region="US"))
