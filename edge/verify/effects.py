"""Whether what has effects may be repeated under its key."""

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass

from edge.errors import Code
from edge.verify.calls import Outcome, call
from edge.verify.findings import Finding, Note, Remarks, Unseen
from edge.verify.peer import Peer, is_harmless
from edge.verify.samples import sample

REMEMBER = (
    "keep each answer beside its idempotency key, in the transaction of the effect, "
    "and give it again"
)
ONCE = "whether the second call had an effect of its own is not to be seen from outside"


async def repeated(peer: Peer) -> Remarks:
    """Give the same answer to a tool call that is repeated under its key."""
    for method in peer.tools:
        if is_harmless(method):
            continue
        if not peer.effects:
            reason = "has effects and was not called at all: --effects calls it"
            yield Unseen(method.full_name, reason)
            continue
        first, second = await twice(peer, method)
        if not same(method, first, second):
            problem = f"answers the same call differently: {told(first, second)}"
            yield Finding(method.full_name, problem, REMEMBER)
        elif first.code is Code.OK:
            yield Note(method.full_name, ONCE)
        else:
            reason = f"answers {first.code.name} to sample arguments, twice"
            yield Unseen(method.full_name, reason)


async def twice(peer: Peer, method: MethodDescriptor) -> tuple[Outcome, Outcome]:
    """Call a tool with one request and one key, and again once it has answered."""
    good = sample(peer, method)
    payload = good.request.SerializeToString()
    first = await call(peer, method, payload, good.metadata)
    return first, await call(peer, method, payload, good.metadata)


def same(method: MethodDescriptor, first: Outcome, second: Outcome) -> bool:
    """Tell whether two answers are one, however their bytes are ordered."""
    if first.code is not second.code or words_of(first) != words_of(second):
        return False
    parse = GetMessageClass(method.output_type).FromString
    try:
        return bool(parse(first.response) == parse(second.response))
    except DecodeError:
        return first.response == second.response


def words_of(outcome: Outcome) -> str:
    """Return what a status says."""
    return str(outcome.failure or "")


def told(first: Outcome, second: Outcome) -> str:
    """Return in what two answers differ."""
    if first.code is second.code:
        return f"both {first.code.name}, with different contents"
    return f"{first.code.name}, then {second.code.name}"
