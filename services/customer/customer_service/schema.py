"""The tables."""

from datetime import UTC, date, datetime

from sqlalchemy import (
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A time in UTC, of which SQLite does not keep the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Give the zone back."""
        del dialect
        return value and value.replace(tzinfo=value.tzinfo or UTC)


class Schema(DeclarativeBase):
    """All tables of the service."""


class Customer(Schema):
    """One customer, found by number and, where several share it, by email address."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("phone", "email"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[str]
    """In E.164."""
    email: Mapped[str]
    """In lower case; empty where it is not known."""
    name: Mapped[str]
    first_name: Mapped[str]
    tier: Mapped[str]
    """Empty where it is not known."""
    since: Mapped[date | None]


class Note(Schema):
    """One note on a customer's record."""

    __tablename__ = "note"
    __table_args__ = (Index("note_by_customer", "customer_id", "create_time"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(
        ForeignKey("customer.id", ondelete="CASCADE")
    )
    text: Mapped[str]
    create_time: Mapped[datetime] = mapped_column(Moment)
    idempotency: Mapped[str | None] = mapped_column(unique=True)
    """The SHA-256 of the key it was added under, so that keys of any length do."""
