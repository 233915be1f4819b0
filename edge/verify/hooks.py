"""Whether a hook service answers what Vapi asks, so that Vapi understands it."""

from typing import Any

import grpc.aio
import msgspec
from google.protobuf.message import DecodeError
from protophone.v1.events_pb2 import ListEventTypesRequest, ListEventTypesResponse

from edge.errors import CallFailed
from edge.hooks.questions import QUESTIONS, VOICE, Question
from edge.vapi import messages
from edge.vapi.typed.kinds import KINDS
from edge.vapi.typed.subscriptions import ALL
from edge.verify.findings import Finding, Note, Remark, Remarks, Unseen
from edge.verify.learning import hooks_of
from edge.verify.peer import Peer

EVENTS = "CallEventService"
LIST_TYPES = "/protophone.v1.CallEventService/ListEventTypes"

SAMPLE = {
    "call": {"id": "edge-verify", "type": "inboundPhoneCall"},
    "text": "Hello.",
    "sampleRate": 16000,
    "messages": [{"role": "user", "message": "Hello."}],
}

IN_TIME = "answer within Vapi's limit, and end the work at the deadline"
IN_FORM = "answer as docs/hooks.md and the comments of the proto say"


async def answered(peer: Peer) -> Remarks:
    """Answer each question of the hook services as Vapi understands it, or with a status."""  # noqa: E501  the row of a table
    served = await hooks_of(peer)
    for kind, question in (*QUESTIONS.items(), ("voice-request", VOICE)):
        if question.service in served:
            for remark in await asked(peer, question, question.payload(sample(kind))):
                yield remark


async def subscribed(peer: Peer) -> Remarks:
    """List types of event that there are, where CallEventService is served."""
    if EVENTS not in await hooks_of(peer):
        return
    rpc: Any = peer.channel.unary_unary(LIST_TYPES)
    request = ListEventTypesRequest().SerializeToString()
    try:
        types = ListEventTypesResponse.FromString(
            await rpc(request, timeout=peer.times.call)
        ).types
    except (grpc.aio.AioRpcError, DecodeError) as error:
        yield Finding("ListEventTypes", f"fails with {problem_of(error)}", IN_FORM)
        return
    for name in types:
        if name not in KINDS and name != ALL:
            yield Note(name, "is no type of event that this edge knows")


def sample(kind: str) -> messages.Message:
    """Return a message of a type, as Vapi would send it."""
    return messages.parse(msgspec.json.encode({"message": {"type": kind, **SAMPLE}}))


async def asked(peer: Peer, question: Question, payload: bytes) -> list[Remark]:
    """Ask one question, and return what there is to say of the answer."""
    try:
        data = await reply(peer, question, payload)
        question.write(question.response.FromString(data))
    except grpc.aio.AioRpcError as error:
        return [of_status(question, error.code())]
    except (CallFailed, DecodeError) as error:
        return [Finding(question.rpc, problem_of(error), IN_FORM)]
    return []


async def reply(peer: Peer, question: Question, payload: bytes) -> bytes:
    """Return the response's bytes; of a stream, the first of it."""
    if question is not VOICE:
        rpc: Any = peer.channel.unary_unary(question.path)
        return bytes(await rpc(payload, timeout=peer.times.call))
    listen: Any = peer.channel.unary_stream(question.path)
    call = listen(payload, timeout=peer.times.call)
    try:
        first = await call.read()
    finally:
        call.cancel()
    return first if isinstance(first, bytes) else b""


def of_status(question: Question, code: grpc.StatusCode) -> Remark:
    """Return what there is to say of a question that was not answered."""
    if code is grpc.StatusCode.UNIMPLEMENTED:
        return Note(question.rpc, "is not implemented: the edge's default answers")
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return Finding(question.rpc, "is not answered in time", IN_TIME)
    return Unseen(question.rpc, f"it answers {code.name} to a sample")


def problem_of(error: Exception) -> str:
    """Return what is wrong, in words."""
    if isinstance(error, grpc.aio.AioRpcError):
        return str(error.code().name)
    return error.message if isinstance(error, CallFailed) else "garbage"
