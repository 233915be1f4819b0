"""The questions of Vapi's that services answer."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from protophone.v1.assistant_pb2 import ChooseAssistantResponse
from protophone.v1.campaign_pb2 import CheckContactResponse
from protophone.v1.endpointing_pb2 import ChooseTimeoutResponse
from protophone.v1.knowledge_pb2 import SearchKnowledgeResponse
from protophone.v1.transfer_pb2 import (
    ChooseHandoffDestinationResponse,
    ChooseTransferDestinationResponse,
)
from protophone.v1.voice_pb2 import SynthesizeSpeechResponse

from edge.hooks import replies, requests
from edge.hooks.destinations import Answer
from edge.vapi.messages import Message
from edge.vapi.typed.fields import Tree, fields_of


class Question(NamedTuple):
    """One question: which service answers it, and how it is asked."""

    kind: str
    """Its key in `[hooks]`."""

    service: str
    rpc: str
    read: Callable[[Message, Tree], Any]
    """Makes a request of a message and its fields."""

    response: type[Any]
    write: Callable[[Any], Answer]
    """Makes Vapi's answer of a response, or raises `CallFailed`."""

    @property
    def path(self) -> str:
        """The path gRPC calls the rpc by."""
        return f"/protophone.v1.{self.service}/{self.rpc}"

    def payload(self, message: Message) -> bytes:
        """Return the request's bytes."""
        request = self.read(message, fields_of(message.body))
        return bytes(request.SerializeToString())


QUESTIONS: Mapping[str, Question] = {
    "assistant-request": Question(
        "assistant",
        "AssistantService",
        "ChooseAssistant",
        requests.choose_assistant,
        ChooseAssistantResponse,
        replies.assistant,
    ),
    "transfer-destination-request": Question(
        "transfer",
        "TransferService",
        "ChooseTransferDestination",
        requests.choose_transfer,
        ChooseTransferDestinationResponse,
        replies.transfer,
    ),
    "handoff-destination-request": Question(
        "transfer",
        "TransferService",
        "ChooseHandoffDestination",
        requests.choose_handoff,
        ChooseHandoffDestinationResponse,
        replies.handoff,
    ),
    "knowledge-base-request": Question(
        "knowledge",
        "KnowledgeService",
        "SearchKnowledge",
        requests.search_knowledge,
        SearchKnowledgeResponse,
        replies.knowledge,
    ),
    "call.endpointing.request": Question(
        "endpointing",
        "EndpointingService",
        "ChooseTimeout",
        requests.choose_timeout,
        ChooseTimeoutResponse,
        replies.timeout,
    ),
    "campaign.predial": Question(
        "campaign",
        "CampaignService",
        "CheckContact",
        requests.check_contact,
        CheckContactResponse,
        replies.eligibility,
    ),
}
"""By the type of the message that asks."""

VOICE = Question(
    "voice",
    "VoiceService",
    "SynthesizeSpeech",
    requests.synthesize_speech,
    SynthesizeSpeechResponse,
    lambda _: {},
)
"""Answered with a stream: "voice-request"."""
