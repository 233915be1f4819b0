"""Requests as the edge would send them, made up from a contract."""

from dataclasses import dataclass
from uuid import uuid4

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message

from edge.context import Context
from edge.errors import DiscoveryError
from edge.invoke import Metadata, metadata_of
from edge.tools.filling import compile_filling
from edge.verify.examples import made
from edge.verify.peer import Peer

TOOL_CALL = "call_1"


@dataclass(frozen=True, slots=True)
class Sample:
    """A request, and what travels beside it."""

    request: Message
    metadata: Metadata


def sample(peer: Peer, method: MethodDescriptor) -> Sample:
    """Return a request with all it needs, filled as the edge fills it, under a new key.

    A text is the example that its field's words give, or else the field's name; a
    number is 1.
    """
    request = made(method.input_type, peer.comments)
    context = Context(
        call_id=f"verify-{uuid4().hex}",
        assistant_id="verify",
        caller_number=peer.caller,
    )
    fill(request, method, context)
    return Sample(request, metadata_of(context, TOOL_CALL))


def fill(request: Message, method: MethodDescriptor, context: Context) -> None:
    """Fill a request as the edge does, where its options allow that."""
    try:
        setter = compile_filling(method.input_type)
    except DiscoveryError:  # which a check of its own tells
        return
    if setter:
        setter(request, context, TOOL_CALL)
