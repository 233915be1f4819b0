"""What the service says where it cannot do what was asked."""

from dataclasses import dataclass

from grpc import StatusCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A status with words for the caller, and what the model may put right."""

    code: StatusCode
    speech: str
    """One sentence or two, fit to be read aloud."""
    field: str = ""
    """The field of the request that was wrong, if one was."""
    problem: str = ""
    """What was wrong with it."""


class Refused(Exception):
    """The call ends with a refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.speech)
        self.refusal = refusal


ANONYMOUS = Refusal(
    code=StatusCode.FAILED_PRECONDITION,
    speech="I can't tell who is calling, so I can't open a customer record.",
)
UNKNOWN = Refusal(
    code=StatusCode.NOT_FOUND,
    speech="I can't find a customer with the number you are calling from.",
)
SHARED = Refusal(
    code=StatusCode.INVALID_ARGUMENT,
    speech="Several customers share your number. "
    "Which email address is on your record?",
    field="email",
    problem="ask the caller for the email address on their record",
)
UNLIKE = Refusal(
    code=StatusCode.NOT_FOUND,
    speech="I can't find a customer with your number and that email address.",
)
EMPTY = Refusal(
    code=StatusCode.INVALID_ARGUMENT,
    speech="The note is empty. What should it say?",
    field="text",
    problem="is empty",
)
LONG = Refusal(
    code=StatusCode.INVALID_ARGUMENT,
    speech="The note is too long. Could you say it in fewer words?",
    field="text",
    problem="is longer than 2000 characters",
)
REUSED = Refusal(
    code=StatusCode.INVALID_ARGUMENT,
    speech="I have not saved that note. Please ask me to add it again.",
    field="idempotency_key",
    problem="was given before, with another note or for another customer",
)
TWO_KEYS = Refusal(
    code=StatusCode.INVALID_ARGUMENT,
    speech="I have not saved that note. Please ask me to add it again.",
    field="idempotency_key",
    problem="differs from the idempotency-key in the metadata",
)
UNREACHABLE = Refusal(
    code=StatusCode.UNAVAILABLE,
    speech="I can't get to our customer records right now.",
)
UNSURE = Refusal(
    code=StatusCode.UNAVAILABLE,
    speech="I'm not sure whether the note was saved. "
    "Please ask me to check before adding it again.",
)
BROKEN = Refusal(
    code=StatusCode.INTERNAL,
    speech="Something is wrong with our customer records.",
)
