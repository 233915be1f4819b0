"""The phone call that a message belongs to."""

from typing import Any

from protophone.v1.call_pb2 import Assistant, CallContext, Caller, PhoneNumber

from edge.vapi.calls import context_of
from edge.vapi.messages import Message
from edge.vapi.typed.fields import Tree, moment, part, text
from edge.vapi.typed.structs import struct_of


def call_context_of(message: Message, fields: Tree) -> CallContext:
    """Return what a message says of its call; settings of Vapi's stay out of it."""
    known = context_of(message)
    call = part(fields, "call")
    context = CallContext(
        call_id=known.call_id,
        call_type=text(call, "type"),
        caller=caller_of(fields, known.caller_number),
        organization_id=text(call, "orgId"),
        chat_id=text(part(fields, "chat"), "id"),
        session_id=session_of(fields),
        campaign_id=text(call, "campaignId") or text(fields, "campaignId"),
    )
    set_parties(context, fields, known.called_number)
    if metadata := first_of(fields, "metadata"):
        context.metadata.CopyFrom(struct_of(metadata))
    if variables := first_of(fields, "variableValues"):
        context.variable_values.CopyFrom(struct_of(variables))
    if made := moment(call, "createdAt"):
        context.create_time.FromDatetime(made)
    return context


def set_parties(context: CallContext, fields: Tree, called_number: str) -> None:
    """Set who answers and which line it is, where the message says so."""
    assistant = assistant_of(fields)
    if assistant.ByteSize():
        context.assistant.CopyFrom(assistant)
    line = line_of(fields, called_number)
    if line.ByteSize():
        context.phone_number.CopyFrom(line)


def caller_of(fields: Tree, number: str) -> Caller:
    """Return who is at the other end; the number is the signalling's, or none."""
    customer = part(fields, "customer") or part(fields, "call", "customer")
    return Caller(
        number=number,
        sip_uri=text(customer, "sipUri"),
        name=text(customer, "name"),
        email=text(customer, "email"),
        external_id=text(customer, "externalId"),
    )


def assistant_of(fields: Tree) -> Assistant:
    """Return who answers."""
    call, own = part(fields, "call"), part(fields, "assistant")
    return Assistant(
        id=text(call, "assistantId") or text(own, "id") or text(fields, "assistantId"),
        name=text(own, "name") or text(part(call, "assistant"), "name"),
        version=text(fields, "assistantVersion") or text(call, "assistantVersion"),
    )


def line_of(fields: Tree, number: str) -> PhoneNumber:
    """Return which line was called, or calls."""
    line = part(fields, "phoneNumber") or part(fields, "call", "phoneNumber")
    return PhoneNumber(
        id=text(line, "id") or text(part(fields, "call"), "phoneNumberId"),
        number=number,
        sip_uri=text(line, "sipUri"),
        name=text(line, "name"),
    )


def session_of(fields: Tree) -> str:
    """Return the id of the session."""
    holders = (part(fields, "session"), part(fields, "chat"), part(fields, "call"))
    return text(holders[0], "id") or next(
        (found for holder in holders if (found := text(holder, "sessionId"))), ""
    )


def first_of(fields: Tree, key: str) -> dict[str, Any]:
    """Return `metadata` or `variableValues`, from wherever Vapi has put it."""
    call = part(fields, "call")
    holders = (
        part(fields, "artifact"),
        part(call, "assistantOverrides"),
        call,
        part(fields, "assistantOverrides"),
        part(fields, "assistant"),
        part(call, "assistant"),
        part(fields, "chat", "assistantOverrides"),
        fields,
    )
    return next((found for holder in holders if (found := part(holder, key))), {})
