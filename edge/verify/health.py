"""Whether a service says that it serves: `grpc.health.v1`."""

import grpc.aio
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse

from edge.verify.findings import Finding, Remarks
from edge.verify.peer import Peer

SERVING = "SERVING"
CHECK = "/grpc.health.v1.Health/Check"
WATCH = "/grpc.health.v1.Health/Watch"
STATES = {number: name for name, number in HealthCheckResponse.ServingStatus.items()}

GONE = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED")
SERVE = "register grpc.health.v1.Health, and set {} to SERVING once it is"


async def overall(peer: Peer) -> Remarks:
    """Answer SERVING to `Check` of the service as a whole: ""."""
    state = await state_of(peer, "")
    if state != SERVING:
        yield Finding('Check("")', f"answers {state}", SERVE.format('""'))


async def named(peer: Peer) -> Remarks:
    """Answer SERVING to `Check` of each gRPC service by its full name."""
    for name in peer.services:
        state = await state_of(peer, name)
        if state != SERVING:
            yield Finding(f'Check("{name}")', f"answers {state}", SERVE.format(name))


async def watch(peer: Peer) -> Remarks:
    """Stream a first status to `Watch` at once: the edge watches every service."""
    state = await first_state(peer, "")
    if state != SERVING:
        mend = "use the health service of the language's gRPC library, which streams"
        yield Finding('Watch("")', f"answers {state}", mend)


async def state_of(peer: Peer, service: str) -> str:
    """Return the name of the state, or of the status where there was no answer."""
    check = peer.channel.unary_unary(
        CHECK,
        request_serializer=HealthCheckRequest.SerializeToString,
        response_deserializer=HealthCheckResponse.FromString,
    )
    try:
        answer = await check(
            HealthCheckRequest(service=service), timeout=peer.times.settle
        )
    except grpc.aio.AioRpcError as error:
        return error.code().name
    return name_of(answer)


async def first_state(peer: Peer, service: str) -> str:
    """Return the first state of the stream, or the status it ends with."""
    watch = peer.channel.unary_stream(
        WATCH,
        request_serializer=HealthCheckRequest.SerializeToString,
        response_deserializer=HealthCheckResponse.FromString,
    )
    call = watch(HealthCheckRequest(service=service), timeout=peer.times.settle)
    try:
        return name_of(await call.read())
    except grpc.aio.AioRpcError as error:
        return error.code().name
    finally:
        call.cancel()


async def is_gone(peer: Peer) -> bool:
    """Tell whether nobody answers any more, or not in time."""
    return await state_of(peer, "") in GONE


def name_of(answer: object) -> str:
    """Return the state's name; a stream may have ended, and a message be garbage."""
    if not isinstance(answer, HealthCheckResponse):
        return "nothing"
    return STATES.get(answer.status, f"the unknown state {answer.status}")
