"""Why the mailbox is not told of, with the status and the words for the caller.

* MailError             INTERNAL             anything unforeseen
  - UnknownCaller       FAILED_PRECONDITION  the call does not tell who is calling
  - NotTheOwner         PERMISSION_DENIED    the mailbox is somebody else's
  - OutOfRange          OUT_OF_RANGE         more emails than can be told of
  - BadSender           INVALID_ARGUMENT     a sender nobody can be called
  - NoSuchEmail         NOT_FOUND            the mailbox holds no email of that id
  - Busy                RESOURCE_EXHAUSTED   every worker is at work
  - TooLate             DEADLINE_EXCEEDED    the mailbox does not answer in time
  - Unreachable         UNAVAILABLE          the mailbox cannot be asked
  - Misconfigured       INTERNAL             it never will be, until settings change
"""

from typing import ClassVar

from grpc import StatusCode


class MailError(Exception):
    """Base of every error; its own text is for the log and never leaves the service."""

    code: ClassVar[StatusCode] = StatusCode.INTERNAL
    words: ClassVar[str] = "Something went wrong with the mailbox, on our side."
    field: ClassVar[str] = ""
    """The field of the request that was wrong, if one was."""


class UnknownCaller(MailError):
    """The caller's number is withheld, or there is none."""

    code = StatusCode.FAILED_PRECONDITION
    words = "I can't tell who is calling, so I can't open the mailbox."


class NotTheOwner(MailError):
    """The caller's number is known, and not an owner's."""

    code = StatusCode.PERMISSION_DENIED
    words = "This mailbox is private, and I can't open it for this phone number."


class OutOfRange(MailError):
    """The limit is not between 1 and 20."""

    code = StatusCode.OUT_OF_RANGE
    words = "I can tell about 1 to 20 emails at a time."
    field = "limit"


class BadSender(MailError):
    """The sender asked for is too long to be one."""

    code = StatusCode.INVALID_ARGUMENT
    words = "That sender is too long. A name or an address is enough."
    field = "from"


class NoSuchEmail(MailError):
    """The id is no email's, or that email is gone."""

    code = StatusCode.NOT_FOUND
    words = "I can't find that email. It may have been moved or deleted."
    field = "id"


class Busy(MailError):
    """As many requests are at work as the service may have."""

    code = StatusCode.RESOURCE_EXHAUSTED
    words = "The mailbox is busy right now. Please try again in a moment."


class TooLate(MailError):
    """The deadline passed first."""

    code = StatusCode.DEADLINE_EXCEEDED
    words = "The mailbox is taking too long to answer. Please try again in a moment."


class Unreachable(MailError):
    """The server cannot be connected to, hung up, or answered nonsense."""

    code = StatusCode.UNAVAILABLE
    words = "I can't get to the mailbox right now. Please try again in a moment."


class Misconfigured(MailError):
    """The password, the folder or the certificate is wrong: trying again is no use."""

    words = "The mailbox is not set up correctly, so I can't get to it."
