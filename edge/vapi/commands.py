"""What a running call can be told, as Vapi wants it written.

Vapi docs, calls/call-features; Vapi API, ClientInboundMessage*.
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

Role = Literal["system", "user", "assistant"]
Kind = Literal["commentary", "thinking", "instructions"]
Action = Literal[
    "mute-assistant",
    "unmute-assistant",
    "mute-customer",
    "unmute-customer",
    "say-first-message",
]
Verb = Literal["INFO", "MESSAGE", "NOTIFY"]


class Written(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An object on the wire: what is not set is not written."""


class Say(Written, frozen=True, tag_field="type", tag="say"):
    """Words for the caller, in the assistant's voice."""

    content: str
    end_call_after_spoken: bool = False
    interruptions_enabled: bool | None = None
    interrupt_assistant_enabled: bool | None = None


class Turn(Written, frozen=True):
    """One message of the conversation."""

    role: Role
    content: str


class AddMessage(Written, frozen=True, tag_field="type", tag="add-message"):
    """A message for the model, which by default answers to it at once."""

    message: Turn
    trigger_response_enabled: bool | None = None


class AppendContext(Written, frozen=True, tag_field="type", tag="append-context"):
    """Something for the model beside the conversation."""

    kind: Kind
    content: str


class Control(Written, frozen=True, tag_field="type", tag="control"):
    """One end of the call muted, or heard again."""

    control: Action


class EndCall(Written, frozen=True, tag_field="type", tag="end-call"):
    """The end of the call."""


class Transfer(Written, frozen=True, tag_field="type", tag="transfer"):
    """The caller connected to somebody else."""

    destination: Mapping[str, Any]
    """A number or a SIP address (Vapi API, TransferDestination*)."""
    content: str = ""


class HandOff(Written, frozen=True, tag_field="type", tag="handoff"):
    """The call handed over to another assistant."""

    destination: Mapping[str, Any]
    """Who goes on with it (Vapi API, HandoffDestination*)."""


class SipRequest(Written, frozen=True, tag_field="transport", tag="vapi.sip"):
    """A request within the call's SIP dialog."""

    sip_verb: Verb
    headers: Mapping[str, str] | None = None
    body: str = ""


class Twiml(Written, frozen=True, tag_field="transport", tag="twilio"):
    """What Twilio is to run for the call."""

    twiml: str


class SendTransportMessage(
    Written, frozen=True, tag_field="type", tag="send-transport-message"
):
    """A message for what carries the call."""

    message: SipRequest | Twiml


Command = (
    Say
    | AddMessage
    | AppendContext
    | Control
    | EndCall
    | Transfer
    | HandOff
    | SendTransportMessage
)
