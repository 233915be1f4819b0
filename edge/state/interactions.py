"""What happened on a call: one value per interaction, as it is written down."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct


class Interaction(Struct, kw_only=True, omit_defaults=True):
    """One webhook, tool call, or thing done later."""

    at: float
    """Seconds since 1970."""
    kind: str
    """"tool call", "message", "job", "told", "parked", "event", …"""
    name: str = ""
    """The tool's, or the type of the message."""
    id: str = ""
    """The tool call's."""
    service: str = ""
    rpc: str = ""
    """The method's full name: its package tells the contract's version."""
    target: str = ""
    """Which release of the service it was."""
    arguments: Mapping[str, Any] = msgspec.field(default_factory=dict)
    words: str = ""
    """What was said."""
    outcome: str = ""
    failed: bool = False
    attempts: int = 1
    """How often the service was asked, attempts side by side included; a job: how
    often it was begun. 0 where it was answered without."""
    ms: float = 0.0
    more: Mapping[str, Any] = msgspec.field(default_factory=dict)
    """What else is known, by the kind."""


class Whose(Struct, frozen=True):
    """The phone call of an interaction, without the webhook it came in."""

    call_id: str
    caller_number: str
    called_number: str
    assistant_id: str


class Note(Struct, frozen=True):
    """An interaction that waits to be written."""

    whose: Whose
    interaction: Interaction
    hidden: frozenset[str] = frozenset()
    """The arguments whose values are nobody's business, by their folded names."""


class Batch(Struct, kw_only=True, omit_defaults=True):
    """Some interactions of one call, as they lie in the store."""

    call_id: str
    caller: str = ""
    """A glimpse of the number."""
    called: str = ""
    assistant_id: str = ""
    entries: list[Interaction]


encode_batch = msgspec.json.Encoder(enc_hook=str).encode
decode_batch = msgspec.json.Decoder(Batch).decode
