"""Whether what a service says of a bad request is fit to be spoken."""

from collections.abc import Iterator

from google.protobuf.descriptor import Descriptor, MethodDescriptor

from edge.errors import CallFailed, Code
from edge.speech import INTERNALS, SPEAKING
from edge.verify.calls import Outcome, call
from edge.verify.findings import Finding, Note, Remark, Remarks
from edge.verify.health import is_gone
from edge.verify.hostility import hostile
from edge.verify.peer import Peer
from edge.verify.samples import sample

BROKEN = {
    Code.UNKNOWN: "catch what was raised, and answer with a canonical status",
    Code.INTERNAL: "check the request, and answer INVALID_ARGUMENT or OUT_OF_RANGE",
    Code.DATA_LOSS: "check the request, and answer INVALID_ARGUMENT or OUT_OF_RANGE",
    Code.UNIMPLEMENTED: "implement the rpc, or take it out of the contract",
}
"""The codes that a bad request is no reason for, each with the mend."""

PLAIN = "say in LocalizedMessage what the caller may hear, and the rest in the log"
EXCERPT = 60


async def empty(peer: Peer) -> Remarks:
    """Answer an empty request with a status, and words, fit for the caller."""
    for method in peer.callable:
        outcome = await call(peer, method, b"")
        for remark in judged(method, "an empty request", outcome):
            yield remark


async def hostile_values(peer: Peer) -> Remarks:
    """Answer a value that nobody expects with a status, and words, as fit."""
    for method in peer.callable:
        good = sample(peer, method)
        for what, request in hostile(method.input_type, good.request):
            payload = request.SerializeToString()
            outcome = await call(peer, method, payload, good.metadata)
            for remark in judged(method, what, outcome):
                yield remark
            if outcome.code is Code.UNAVAILABLE and await is_gone(peer):
                mend = "find in its log what that set off"
                yield Finding(method.full_name, f"{what} ends the service", mend)
                return


def judged(method: MethodDescriptor, what: str, outcome: Outcome) -> Iterator[Remark]:
    """Yield what is wrong with an answer to a bad request."""
    name, failure = method.full_name, outcome.failure
    if outcome.late:
        yield Finding(name, f"{what} gets no answer", "bound the work by the deadline")
    if outcome.code in BROKEN:
        problem = f"{what} gets {outcome.code.name}"
        yield Finding(name, problem, BROKEN[outcome.code])
    if failure is None:
        return
    blames = (description for _, description in failure.fields)
    for said in (failure.spoken, failure.message, *blames):
        if INTERNALS.search(said):
            problem = f"{what} gets words meant for a log: {said[:EXCERPT]!r}"
            yield Finding(name, problem, PLAIN)
    if outcome.code in SPEAKING and not (failure.spoken or failure.message):
        yield Note(name, f"{what} gets {outcome.code.name} without words: say what")
    yield from misplaced(method.input_type, what, failure)


def misplaced(request: Descriptor, what: str, failure: CallFailed) -> Iterator[Finding]:
    """Yield each field that is blamed, but that the request does not have."""
    known = {spelling for f in request.fields for spelling in (f.name, f.json_name)}
    for path, _ in failure.fields:
        if path.partition(".")[0].partition("[")[0] not in known:
            problem = f"{what} is blamed on {path!r}, which is no field of it"
            mend = "name the request's field in BadRequest.field_violations"
            yield Finding(request.full_name, problem, mend)
