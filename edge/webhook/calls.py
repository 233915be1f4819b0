"""Where a call begins and ends, for what is told while it runs."""

from edge.state.parts import Behind
from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.typed.fields import fields_of, text

REPORT = "end-of-call-report"

TURNS = frozenset({REPORT, "status-update"})
"""The messages that tell that a call has begun, or ended."""


def turned(behind: Behind, message: Message) -> None:
    """Tell who tells results that a call has begun, or ended."""
    status = "" if message.type == REPORT else text(fields_of(message.body), "status")
    if message.type == REPORT or status == "ended":
        behind.ended(context_of(message))
    elif status == "in-progress":
        behind.began(context_of(message))
