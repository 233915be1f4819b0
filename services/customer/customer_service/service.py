"""The customer tools."""

import logging
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

import grpc.aio
from tools.customer.v1 import customer_pb2 as pb
from tools.customer.v1 import customer_pb2_grpc as rpc

from customer_service import phone, refusal, response, text
from customer_service.database import FAILURES, Database
from customer_service.records import Records
from customer_service.refusal import Refusal, Refused
from customer_service.schema import Customer
from customer_service.status import answered

LIMIT_SECONDS = 5.0
"""How long the database is waited for by a call without a deadline."""
SHARE = 0.9
"""What part of the time left is waited; the rest carries the words home."""
NOTE_LENGTH = 2000

Context = grpc.aio.ServicerContext[Any, Any]
Result = TypeVar("Result")

logger = logging.getLogger(__name__)


class CustomerService(rpc.CustomerServiceServicer):
    """Answers for the customer who is calling, and for nobody else."""

    def __init__(self, database: Database, *, region: str) -> None:
        self.database = database
        self.records = Records(database)
        self.region = region
        """The country of numbers written without `+`."""

    async def LookupCustomer(
        self, request: pb.LookupCustomerRequest, context: Context
    ) -> pb.LookupCustomerResponse:
        """Return the record of the caller."""
        return await answered(context, self.look_up(request, context))

    async def AddNote(
        self, request: pb.AddNoteRequest, context: Context
    ) -> pb.AddNoteResponse:
        """Add a note to the record of the caller."""
        return await answered(context, self.add_note(request, context))

    async def look_up(
        self, request: pb.LookupCustomerRequest, context: Context
    ) -> pb.LookupCustomerResponse:
        """Return the caller's record with its newest notes; raises `Refused`."""
        customer = await self.caller(request, context)
        notes = await self.reached(
            self.records.newest_notes(customer.id),
            context,
            otherwise=refusal.UNREACHABLE,
        )
        return response.of_record(customer, notes)

    async def add_note(
        self, request: pb.AddNoteRequest, context: Context
    ) -> pb.AddNoteResponse:
        """Add the note once for each key; raises `Refused`."""
        note = note_text(request.text)
        key = one_key(request.idempotency_key, context.invocation_metadata() or ())
        customer = await self.caller(request, context)
        await self.reached(
            self.records.add_note(customer.id, note, key=key),
            context,
            otherwise=refusal.UNSURE,
        )
        return response.NOTED

    async def caller(
        self, request: pb.LookupCustomerRequest | pb.AddNoteRequest, context: Context
    ) -> Customer:
        """Return the record of whoever is calling; raises `Refused`."""
        try:
            number = phone.normalize(request.caller_number, region=self.region)
        except ValueError:
            raise Refused(refusal.ANONYMOUS) from None
        return await self.reached(
            self.records.find(number, email=request.email),
            context,
            otherwise=refusal.UNREACHABLE,
        )

    async def reached(
        self, work: Coroutine[Any, Any, Result], context: Context, *, otherwise: Refusal
    ) -> Result:
        """Return what the database gives in the time that is left.

        Raises `Refused` with `otherwise` if it gives nothing: what it says of itself
        is for the log.
        """
        try:
            return await self.database.within(left(context), work)
        except FAILURES as error:
            logger.warning("the database failed: %r", error)
            raise Refused(otherwise) from error


def left(context: Context) -> float:
    """Return for how many seconds the database may be waited for."""
    remaining = context.time_remaining()
    return LIMIT_SECONDS if remaining is None else min(LIMIT_SECONDS, SHARE * remaining)


def note_text(said: str) -> str:
    """Return the note as it is kept; raises `Refused`."""
    if len(said) > NOTE_LENGTH:
        raise Refused(refusal.LONG)
    note = text.clean(said)
    if not note:
        raise Refused(refusal.EMPTY)
    return note


def one_key(field: str, metadata: Iterable[tuple[str, str | bytes]]) -> str:
    """Return the idempotency key, or "" if none is given; raises `Refused`.

    The field and the metadata are two ways to give the same key, for services in
    languages where one of them is awkward.
    """
    keys = {str(value) for name, value in metadata if name == "idempotency-key"}
    keys = (keys | {field}) - {""}
    if len(keys) > 1:
        raise Refused(refusal.TWO_KEYS)
    return keys.pop() if keys else ""
