"""The phone call a message belongs to."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Raw

from edge.config.secrets import Secret
from edge.context import Context
from edge.vapi.messages import Call, Message, Party
from edge.vapi.typed.fields import fields_of, part, text

is_number = re.compile(r"\+[1-9]\d{6,14}").fullmatch
is_language = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*").fullmatch
WITHHELD = frozenset(
    {"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"}
)
"""What Twilio puts in place of a number (ANONYMOUS, RESTRICTED, … on a keypad)."""

PHONE_CALLS = frozenset({"inboundPhoneCall", "outboundPhoneCall"})

decode_any = msgspec.json.Decoder().decode


def context_of(message: Message) -> Context:
    """Return what the message says of its call.

    Numbers come from a phone call's own signalling alone: the rest of a web
    call's body is the client's word.
    """
    call = message.call or Call()
    on_phone = call.type in PHONE_CALLS
    assistant = call.assistant_id or (message.assistant and message.assistant.id)
    return Context(
        call_id=call.id,
        assistant_id=assistant or "",
        caller_number=number_of(call.customer, message.customer) if on_phone else "",
        called_number=(
            number_of(call.phone_number, message.phone_number) if on_phone else ""
        ),
        read_variables=lambda: variables_of(message),
        read_language=lambda: language_of(message),
        control_url=control_url_of(call),
    )


def control_url_of(call: Call) -> Secret | None:
    """Return where a call says it is controlled, as yet unchecked."""
    url = call.monitor and call.monitor.control_url
    return Secret(url) if url else None


def number_of(*parties: Party | None) -> str:
    """Return the first number that is one, and is not withheld."""
    for party in parties:
        number = party.number if party else None
        if number and number not in WITHHELD and is_number(number):
            return number
    return ""


def variables_of(message: Message) -> Mapping[str, Any]:
    """Return `variableValues`, as the call has them now or as it was begun."""
    overrides = message.call.assistant_overrides if message.call else None
    for holder in (message.artifact, overrides):
        if holder and holder.variable_values:
            value = value_of(holder.variable_values)
            if isinstance(value, dict):
                return value
    return {}


def value_of(raw: Raw) -> object:
    """Decode any JSON; None for what is none, or too deep."""
    try:
        value: object = decode_any(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return value


def language_of(message: Message) -> str:
    """Return the language the assistant listens in, or else speaks; "" if unknown.

    That of the call comes before that of the assistant. Vapi docs,
    customization/multilingual: `transcriber.language`, `voice.language`.
    """
    fields = fields_of(message.body)
    holders = (("call", "assistantOverrides"), ("assistant",), ("call", "assistant"))
    for holder in holders:
        for sense in ("transcriber", "voice"):
            language = text(part(fields, *holder, sense), "language")
            if is_language(language):
                return language
    return ""
