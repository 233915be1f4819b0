"""The customers' records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from customer_service.database import Database
from customer_service.refusal import REUSED, SHARED, UNKNOWN, UNLIKE, Refused
from customer_service.roster import Entry
from customer_service.schema import Customer, Note
from customer_service.text import fold

NEWEST = 5


@dataclass(frozen=True, slots=True)
class Records:
    """The records in one database; each method raises one of `database.FAILURES`."""

    database: Database

    async def find(self, phone: str, *, email: str = "") -> Customer:
        """Return the record of `phone`, a number in E.164; raises `Refused`.

        The email address is never part of the query: it can tell apart only those
        who share the number, and so opens nobody else's record.
        """
        query = select(Customer).where(Customer.phone == phone)
        async with AsyncSession(self.database.engine) as session:
            customers = (await session.scalars(query)).all()
        return narrow(customers, email=fold(email))

    async def newest_notes(self, customer_id: str) -> Sequence[Note]:
        """Return at most `NEWEST` notes on a record, newest first."""
        query = (
            select(Note)
            .where(Note.customer_id == customer_id)
            .order_by(Note.create_time.desc(), Note.id.desc())
            .limit(NEWEST)
        )
        async with AsyncSession(self.database.engine) as session:
            return (await session.scalars(query)).all()

    async def put(self, entries: Sequence[Entry]) -> None:
        """Add the customers, or replace those of the same `id`: all or none."""
        adding = self.database.insert(Customer)
        fields = {name: adding.excluded[name] for name in Entry.__annotations__}
        upsert = adding.on_conflict_do_update(index_elements=["id"], set_=fields)
        async with self.database.writing() as connection:
            await connection.execute(upsert, entries)

    async def empty(self) -> bool:
        """Return whether there are no customers."""
        async with self.database.engine.connect() as connection:
            return await connection.scalar(select(Customer.id).limit(1)) is None

    async def add_note(self, customer_id: str, text: str, *, key: str = "") -> None:
        """Add a note, once for each `key` that is not empty.

        Raises `Refused` if the key was given before with another note or record.
        Whoever comes second waits, in the database, for the first to be done.
        """
        note = {
            "customer_id": customer_id,
            "text": text,
            "create_time": datetime.now(UTC),
            "idempotency": sha256(key.encode()).hexdigest() if key else None,
        }
        once = self.database.insert(Note).values(note).on_conflict_do_nothing()
        kept = select(Note.customer_id, Note.text).where(
            Note.idempotency == note["idempotency"]
        )
        async with self.database.writing() as connection:
            added = await connection.execute(once)
            if added.rowcount:
                return
            first = (await connection.execute(kept)).one()
        if tuple(first) != (customer_id, text):
            raise Refused(REUSED)


def narrow(customers: Sequence[Customer], *, email: str) -> Customer:
    """Return the one customer meant; raises `Refused`.

    The email address is a claim, and asked for only where a number is shared.
    """
    if not customers:
        raise Refused(UNKNOWN)
    if len(customers) == 1:
        return customers[0]
    if not email:
        raise Refused(SHARED)
    for customer in customers:
        if customer.email == email:
            return customer
    raise Refused(UNLIKE)
