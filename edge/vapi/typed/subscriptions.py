"""Which events a subscriber wants."""

from collections.abc import Collection

import msgspec
from msgspec import Struct

from edge.vapi.messages import Message
from edge.vapi.typed.fields import fields_of, text
from edge.vapi.typed.kinds import FINAL_TRANSCRIPT

ALL = "*"
"""The subscription to every event."""


class Spoken(Struct, rename="camel"):
    """As much of a transcript as tells whether it is final: there are many."""

    transcript_type: str = ""


class Envelope(Struct):
    """As much of a webhook's body."""

    message: Spoken | None = None


decode_transcript = msgspec.json.Decoder(Envelope).decode


def wanted(message: Message, types: Collection[str]) -> bool:
    """Tell whether a subscription to `types` includes a message."""
    if ALL in types or message.type in types:
        return True
    name, _, condition = message.type.partition("[")
    if name != "transcript":
        return False
    if condition:
        return name in types
    return FINAL_TRANSCRIPT in types and is_final(message)


def is_final(message: Message) -> bool:
    """Tell whether a transcript is final, which its own field says."""
    try:
        inner = decode_transcript(message.body).message
    except msgspec.DecodeError:
        inner = None
    own = inner.transcript_type if inner else ""
    return (own or text(fields_of(message.body), "transcriptType")) == "final"
