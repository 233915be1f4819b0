"""Whether answers are what the contract says, and fit to be spoken."""

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass

from edge.errors import Code
from edge.speech import BREAKS, MAX_CHARACTERS
from edge.tools.fields import is_redacted
from edge.verify.calls import call
from edge.verify.findings import Finding, Remarks, Unseen
from edge.verify.peer import Peer
from edge.verify.samples import sample

SPEECH = "speech"
UNKNOWN_FIELD = b"\xf8\xff\xff\xff\x0f\x01"
"""The highest field number there is, 2^29 - 1, as a number: 1."""


async def shape(peer: Peer) -> Remarks:
    """Declare `speech`, where there is one, as a string that the model may see."""
    for method in peer.tools:
        field = method.output_type.fields_by_name.get(SPEECH)
        if field is None:
            continue
        if field.type != field.TYPE_STRING or field.is_repeated or is_redacted(field):
            mend = "make it `string speech = 1;`, not repeated, not redacted"
            yield Finding(field.full_name, "cannot be spoken", mend)


async def decoded(peer: Peer) -> Remarks:
    """Answer with the declared response, its `speech` one line of bounded length."""
    for method in peer.callable:
        good = sample(peer, method)
        payload = good.request.SerializeToString()
        outcome = await call(peer, method, payload, good.metadata)
        if outcome.code is not Code.OK:
            reason = f"answers {outcome.code.name} to sample arguments"
            yield Unseen(method.full_name, reason)
        elif problem := problem_of(method, outcome.response):
            mend = "answer with the response message, `speech` in one short line"
            yield Finding(method.full_name, problem, mend)


async def tolerant(peer: Peer) -> Remarks:
    """Ignore a request field that is not known: contracts grow."""
    for method in peer.callable:
        good = sample(peer, method)
        payload = good.request.SerializeToString()
        usual = await call(peer, method, payload, good.metadata)
        other = await call(peer, method, payload + UNKNOWN_FIELD, good.metadata)
        if other.code is not usual.code:
            codes = f"{other.code.name} instead of {usual.code.name}"
            mend = "ignore fields that are not declared, as protobuf's parsers do"
            problem = f"answers {codes} once a field is added that it does not know"
            yield Finding(method.full_name, problem, mend)


def problem_of(method: MethodDescriptor, response: bytes) -> str:
    """Return what is wrong with a response; "" where nothing is."""
    try:
        message = GetMessageClass(method.output_type).FromString(response)
    except DecodeError:
        return "answers bytes that are no response"
    words = str(getattr(message, SPEECH, ""))
    if any(character != " " for gap in BREAKS.findall(words) for character in gap):
        return "speaks in more than one line"
    if len(words) > MAX_CHARACTERS:
        return f"speaks {len(words)} characters, more than {MAX_CHARACTERS}"
    return ""
