"""The email tools as gRPC methods."""

from functools import partial
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from grpc.aio import ServicerContext
from tools.email.v1 import email_pb2, email_pb2_grpc

from email_service import speech, status, text
from email_service.deadline import Deadline
from email_service.errors import BadSender, MailError, OutOfRange
from email_service.mailbox import DEFAULT_LIMIT, Envelope, Mailbox, Search, Summary
from email_service.owners import Owners
from email_service.workers import Workers

Context = ServicerContext[Any, Any]

MAX_LIMIT = 20
MAX_SENDER_CHARACTERS = 200

MAX_SECONDS = 8.0
"""The longest a call may take, whatever its deadline: a drain waits for 9 s."""

MARGIN_SECONDS = 0.1
"""What is left of the deadline for the words to reach the caller."""


class EmailService(email_pb2_grpc.EmailServiceServicer):
    """Tells its owners of one mailbox."""

    def __init__(self, mailbox: Mailbox, owners: Owners, *, at_once: int) -> None:
        self._mailbox, self._owners = mailbox, owners
        self._workers = Workers(at_once)

    async def CheckEmail(
        self, request: email_pb2.CheckEmailRequest, context: Context
    ) -> email_pb2.CheckEmailResponse:
        """Tell how many emails there are, and of the newest."""
        try:
            self._owners.admit(request.caller_number)
            work = partial(check, self._mailbox, search_of(request))
            return await self._workers.run(work, seconds(context))
        except MailError as error:
            await status.abort(context, error)

    async def ReadEmail(
        self, request: email_pb2.ReadEmailRequest, context: Context
    ) -> email_pb2.ReadEmailResponse:
        """Tell what one email says."""
        try:
            self._owners.admit(request.caller_number)
            work = partial(read, self._mailbox, request.id)
            return await self._workers.run(work, seconds(context))
        except MailError as error:
            await status.abort(context, error)


def seconds(context: Context) -> float:
    """Return how long the mailbox may take to answer."""
    remaining = context.time_remaining()
    allowed = MAX_SECONDS if remaining is None else min(remaining, MAX_SECONDS)
    return max(allowed - MARGIN_SECONDS, 0.0)


def search_of(request: email_pb2.CheckEmailRequest) -> Search:
    """Return the search asked for; raises `OutOfRange` and `BadSender`."""
    limit = request.limit if request.HasField("limit") else DEFAULT_LIMIT
    if not 1 <= limit <= MAX_LIMIT:
        raise OutOfRange(f"limit {limit}")
    sender = getattr(request, "from")  # a word of Python's own
    if len(sender) > MAX_SENDER_CHARACTERS:
        raise BadSender(f"{len(sender)} characters")
    sender = text.line(sender, MAX_SENDER_CHARACTERS)
    return Search(sender=sender, unread_only=request.unread_only, limit=limit)


def check(
    mailbox: Mailbox, search: Search, deadline: Deadline
) -> email_pb2.CheckEmailResponse:
    """Return what the search finds; raises `MailError`."""
    listing = mailbox.newest(search, deadline)
    return email_pb2.CheckEmailResponse(
        speech=speech.of_listing(listing, search),
        total=listing.total,
        emails=map(summary, listing.newest),
    )


def summary(one: Summary) -> email_pb2.EmailSummary:
    """Return the summary as its message."""
    return email_pb2.EmailSummary(
        id=one.id,
        sender=one.envelope.sender,
        subject=one.envelope.subject,
        send_time=timestamp(one.envelope),
        unread=one.unread,
    )


def read(
    mailbox: Mailbox, mail_id: str, deadline: Deadline
) -> email_pb2.ReadEmailResponse:
    """Return the email of that id; raises `MailError`."""
    email = mailbox.read(mail_id, deadline)
    return email_pb2.ReadEmailResponse(
        speech=speech.of_email(email),
        sender=email.envelope.sender,
        subject=email.envelope.subject,
        send_time=timestamp(email.envelope),
        text=email.text,
        truncated=email.truncated,
        attachments=email.attachments,
    )


def timestamp(envelope: Envelope) -> Timestamp | None:
    """Return when the email was sent, none if it does not say."""
    if envelope.sent is None:
        return None
    moment = Timestamp()
    moment.FromDatetime(envelope.sent)
    return moment
