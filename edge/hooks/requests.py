"""What Vapi asks, as the requests of hook services."""

from protophone.v1.assistant_pb2 import ChooseAssistantRequest
from protophone.v1.campaign_pb2 import CheckContactRequest, Contact
from protophone.v1.endpointing_pb2 import ChooseTimeoutRequest
from protophone.v1.knowledge_pb2 import SearchKnowledgeRequest
from protophone.v1.transfer_pb2 import (
    ChooseHandoffDestinationRequest,
    ChooseTransferDestinationRequest,
)
from protophone.v1.voice_pb2 import SynthesizeSpeechRequest

from edge.vapi.messages import Message
from edge.vapi.typed.contexts import call_context_of
from edge.vapi.typed.fields import Tree, moment, part, text, whole
from edge.vapi.typed.structs import struct_of
from edge.vapi.typed.turns import turns_of


def choose_assistant(message: Message, fields: Tree) -> ChooseAssistantRequest:
    """Read "assistant-request"."""
    return ChooseAssistantRequest(context=call_context_of(message, fields))


def choose_transfer(message: Message, fields: Tree) -> ChooseTransferDestinationRequest:
    """Read "transfer-destination-request"."""
    return ChooseTransferDestinationRequest(
        context=call_context_of(message, fields), turns=turns_of(fields)
    )


def choose_handoff(message: Message, fields: Tree) -> ChooseHandoffDestinationRequest:
    """Read "handoff-destination-request"."""
    return ChooseHandoffDestinationRequest(
        context=call_context_of(message, fields),
        parameters=struct_of(part(fields, "parameters")),
        turns=turns_of(fields),
    )


def search_knowledge(message: Message, fields: Tree) -> SearchKnowledgeRequest:
    """Read "knowledge-base-request"."""
    turns = turns_of(fields)
    asked = (turn.text for turn in reversed(turns) if turn.role == "user")
    return SearchKnowledgeRequest(
        context=call_context_of(message, fields), query=next(asked, ""), turns=turns
    )


def choose_timeout(message: Message, fields: Tree) -> ChooseTimeoutRequest:
    """Read "call.endpointing.request"."""
    return ChooseTimeoutRequest(
        context=call_context_of(message, fields), turns=turns_of(fields)
    )


def check_contact(message: Message, fields: Tree) -> CheckContactRequest:
    """Read "campaign.predial"."""
    contact = part(fields, "contact")
    return CheckContactRequest(
        context=call_context_of(message, fields),
        campaign_id=text(fields, "campaignId") or text(contact, "campaignId"),
        contact=contact_of(contact),
    )


def contact_of(tree: Tree) -> Contact:
    """Return who is to be called; of their assistant's settings the variables alone."""
    contact = Contact(
        id=text(tree, "id"),
        number=text(tree, "number"),
        name=text(tree, "name"),
        customer_id=text(tree, "customerId"),
        campaign_id=text(tree, "campaignId"),
        organization_id=text(tree, "orgId"),
    )
    if variables := part(tree, "assistantOverrides", "variableValues"):
        contact.variable_values.CopyFrom(struct_of(variables))
    if made := moment(tree, "createdAt"):
        contact.create_time.FromDatetime(made)
    return contact


def synthesize_speech(message: Message, fields: Tree) -> SynthesizeSpeechRequest:
    """Read "voice-request"."""
    return SynthesizeSpeechRequest(
        context=call_context_of(message, fields),
        text=text(fields, "text"),
        sample_rate_hertz=whole(fields, "sampleRate") or 0,
    )
