"""What tells an event from every other, for Vapi gives events no id."""

import hashlib
from secrets import token_hex
from typing import Any

import msgspec

from edge.vapi.messages import Message
from edge.vapi.typed.fields import Tree, fields_of, text
from edge.vapi.typed.kinds import COMMON

ONCE_PER_CALL = frozenset({"end-of-call-report", "call.deleted"})

encode = msgspec.json.Encoder(order="deterministic").encode


def identity_of(message: Message) -> str:
    """Return the same text for each delivery of an event, another for any other.

    Only what belongs to nothing and has no timestamp is another each time.

    Vapi gives events no id, and what it sends again is not the same to the byte:
    signed addresses change. What tells events of one type apart is when they were
    made and what is short of their own fields. An end-of-call-report is the only
    one of its call.
    """
    return identity(message, fields_of(message.body))


def identity(message: Message, fields: Tree) -> str:
    """Return the identity of a message of which these are the fields."""
    owner = owner_of(message, fields)
    if message.type in ONCE_PER_CALL and owner:
        return f"{owner}/{message.type}"
    if not owner and "timestamp" not in fields:
        return f"/{message.type}/{token_hex(10)}"  # better twice than not at all
    digest = hashlib.blake2s(encode(telling(fields)), digest_size=10).hexdigest()
    return f"{owner}/{message.type}/{digest}"


def telling(fields: Tree) -> dict[str, Any]:
    """Return what tells an event from others: without a timestamp, all its own."""
    own = {key: value for key, value in fields.items() if key not in COMMON}
    made = fields.get("timestamp")
    if made is None:
        return own
    lasting = (
        (key, value)
        for key, value in own.items()
        if not isinstance(value, dict | list) and "://" not in str(value)
    )
    return {"timestamp": made, **dict(lasting)}


def owner_of(message: Message, fields: Tree) -> str:
    """Return the id of the call, chat or session that an event belongs to."""
    if message.call and message.call.id:
        return message.call.id
    holders = (fields.get("chat"), fields.get("session"))
    ids = (text(holder, "id") for holder in holders if isinstance(holder, dict))
    return next(filter(None, ids), "")
