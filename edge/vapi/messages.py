"""What Vapi sends: one message per webhook, decoded no further than it is used."""

import msgspec
from msgspec import Raw, Struct

from edge.errors import MalformedMessage
from edge.vapi.salvage import salvage

NOTHING = Raw(b"")


class Function(Struct, frozen=True):
    """The `function` of a tool call."""

    name: str = ""
    arguments: Raw = NOTHING
    parameters: Raw = NOTHING


class Item(Struct, rename="camel"):
    """A tool call in any of the shapes Vapi documents or sends."""

    id: str = ""
    name: str = ""
    arguments: Raw = NOTHING
    parameters: Raw = NOTHING
    function: Function = Function()
    tool_call: "Item | None" = None


class Party(Struct):
    """One end of a phone call."""

    number: str | None = None


class Named(Struct):
    """Something of which id and name suffice."""

    id: str | None = None
    name: str | None = None


class Variables(Struct, rename="camel"):
    """Whatever carries the call's variables."""

    variable_values: Raw = NOTHING


class Monitor(Struct, rename="camel"):
    """How a call is watched and controlled while it runs."""

    control_url: str | None = None


class Call(Struct, rename="camel"):
    """The `call` of a message."""

    id: str = ""
    type: str = ""
    assistant_id: str | None = None
    customer: Party | None = None
    phone_number: Party | None = None
    assistant_overrides: Variables | None = None
    monitor: Monitor | None = None


class Message(Struct, rename="camel"):
    """One message, as it is on the wire."""

    type: str = ""
    call: Call | None = None
    customer: Party | None = None
    phone_number: Party | None = None
    assistant: Named | None = None
    assistant_id: str | None = None
    artifact: Variables | None = None
    tool_call_list: list[Item] | None = None
    tool_calls: Raw = NOTHING
    tool_with_tool_call_list: Raw = NOTHING
    function_call: Item | None = None
    body: bytes = msgspec.field(default=b"", name="~body")
    """The whole webhook, for who needs more of it; under no key Vapi would send."""


class Envelope(Struct):
    """A webhook's body."""

    message: Message | None = None
    call: Call | None = None


decode_envelope = msgspec.json.Decoder(Envelope).decode


def parse(body: bytes) -> Message:
    """Read a webhook's body, or raise `MalformedMessage`.

    A field that is not of the type it should be is as good as absent: only a
    body that is no message at all is refused, for to Vapi a refusal is silence.
    """
    try:
        envelope = envelope_of(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedMessage("The body is not JSON.") from error
    except RecursionError as error:
        raise MalformedMessage("The body is nested too deeply.") from error
    message = envelope.message
    if message is None or not message.type:  # some senders put its fields beside it
        message = beside(body, message)
    if message.call is None:
        message.call = envelope.call
    message.body = body
    return message


def beside(body: bytes, thin: Message | None) -> Message:
    """Return the message that a body itself is; raises `MalformedMessage`."""
    bare = salvage(Message, body)
    if bare is not None and bare.type:
        return bare
    if thin is None:
        raise MalformedMessage("The body holds no message.")
    raise MalformedMessage("The message has no type.")


def envelope_of(body: bytes) -> Envelope:
    """Decode a body as far as it fits; raises what msgspec raises for no JSON."""
    try:
        return decode_envelope(body)
    except msgspec.ValidationError:
        return salvage(Envelope, body) or Envelope()
