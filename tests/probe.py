"""A real gRPC service, dynamic and obedient, for the edge to call."""

import asyncio
import signal
from collections import Counter
from contextlib import suppress
from functools import partial

import grpc.aio
from google.protobuf import any_pb2, message_factory
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from tests.contracts import pool

SERVICE = "tools.probe.v1.ProbeService"
SERVICES = {
    "probe.proto": SERVICE,
    "probe_v2.proto": "tools.probe.v2.ProbeService",
    "vault.proto": "tools.vault.v1.VaultService",
}
GARBAGE = b"\xff\xff\xff\xff"


class Probe:
    """Answers as the request says, and remembers what it was asked."""

    def __init__(self, contract="probe.proto") -> None:
        self.pool = pool(contract)
        self.service = self.pool.FindServiceByName(SERVICES[contract])
        self.interceptors = []
        self.requests = []
        self.metadata = []
        self.failures = Counter()
        self.counts = Counter()
        self.broken = None
        """The status every Count fails with."""
        self.sleepers = 0
        self.alarm = asyncio.Event()
        """Wakes whoever sleeps."""
        self.stumble = 0
        """Which of the sleepers is to fail, in half of its time."""
        self.health = health.aio.HealthServicer()
        self.cancelled = asyncio.Event()
        self.asked = asyncio.Event()
        self.tell = lambda _: None

    def make(self, name, **fields):
        package = self.service.file.package
        found = self.pool.FindMessageTypeByName(f"{package}.{name}")
        return message_factory.GetMessageClass(found)(**fields)

    async def SayAgain(self, request, context):
        speech = " ".join([request.text] * (request.times or 1))
        return self.make(
            "SayAgainResponse", speech=speech, text=request.text, password="hunter2"
        )

    async def TellAll(self, request, context):
        return await self.SayAgain(request, context)

    async def Fail(self, request, context):
        self.failures[request.message] += 1
        if request.times and self.failures[request.message] > request.times:
            return self.make("SayAgainResponse", speech="Here I am again.")
        context.set_trailing_metadata(details_of(request))
        code = next(c for c in grpc.StatusCode if c.value[0] == request.code)
        await context.abort(code, request.message)

    async def FailWithFallback(self, request, context):
        return await self.Fail(request, context)

    async def FailInWords(self, request, context):
        return await self.Fail(request, context)

    async def Sleep(self, request, context):
        self.sleepers += 1
        if request.times and self.sleepers > request.times:
            return self.make("SayAgainResponse", speech="I am quick.")
        stumbles = self.sleepers == self.stumble
        try:
            await self.nap(request.seconds / (2 if stumbles else 1))
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        if stumbles:
            await context.abort(grpc.StatusCode.INTERNAL, "I fell.")
        return self.make("SayAgainResponse", speech="I am awake.")

    async def nap(self, seconds):
        with suppress(TimeoutError):
            await asyncio.wait_for(self.alarm.wait(), seconds)

    async def SleepBriefly(self, request, context):
        return await self.Sleep(request, context)

    async def SleepAlways(self, request, context):
        return await self.Sleep(self.make("SleepRequest", seconds=60), context)

    async def WhoCalls(self, request, context):
        metadata = dict(context.invocation_metadata())
        return self.make(
            "WhoCallsResponse",
            filled=request,
            metadata_key=metadata.get("idempotency-key", ""),
            seconds_left=context.time_remaining() or 0,
        )

    async def Count(self, request, context):
        metadata = dict(context.invocation_metadata())
        self.counts[request.name] += 1
        await asyncio.sleep(request.seconds)
        if self.broken:
            await context.abort(self.broken, "I lost count.")
        said = f"{request.name} {self.counts[request.name]} {request.caller_number}"
        marked = metadata.get("vapi-call-id", "")
        return self.make("SayAgainResponse", speech=said.strip(), text=marked)

    async def CountForGood(self, request, context):
        return await self.Count(request, context)

    async def Garble(self, request, context):
        return GARBAGE

    async def Secret(self, request, context):
        return self.make("SayAgainResponse", speech="A secret.")

    async def Nod(self, request, context):
        return self.make("NodResponse")

    def handlers(self):
        return {
            method.name: grpc.unary_unary_rpc_method_handler(
                self.remembering(method.name),
                request_deserializer=message_factory.GetMessageClass(
                    method.input_type
                ).FromString,
                response_serializer=serialized,
            )
            for method in self.service.methods
            if not method.server_streaming
        }

    def remembering(self, name):
        async def handle(request, context):
            self.requests.append(request)
            self.metadata.append(dict(context.invocation_metadata()))
            self.tell(f"asked {name}")
            self.asked.set()
            return await getattr(self, name)(request, context)

        return handle


def serialized(message) -> bytes:
    """Return a message's bytes, and bytes as they are."""
    return message if isinstance(message, bytes) else message.SerializeToString()


def details_of(request):
    """Return the status details a Fail request asks for, as trailing metadata."""
    status = status_pb2.Status(code=request.code, message=request.message)
    for locale, said in (("en", request.localized), ("es", request.localized_es)):
        if said:
            words = error_details_pb2.LocalizedMessage(locale=locale, message=said)
            status.details.append(packed(words))
    if request.field:
        violation = error_details_pb2.BadRequest.FieldViolation(
            field=request.field, description="is not right"
        )
        status.details.append(
            packed(error_details_pb2.BadRequest(field_violations=[violation]))
        )
    if request.retry_seconds:
        again = error_details_pb2.RetryInfo()
        again.retry_delay.FromMilliseconds(int(request.retry_seconds * 1000))
        status.details.append(packed(again))
    data = GARBAGE if request.garbage else status.SerializeToString()
    return (("grpc-status-details-bin", data),)


def packed(message):
    """Return a message in an Any."""
    detail = any_pb2.Any()
    detail.Pack(message)
    return detail


async def start(
    probe, address="127.0.0.1:0", *, reflected=True, credentials=None, beside=()
):
    """Serve a probe, and those beside it; return the server and its port."""
    server = grpc.aio.server(interceptors=probe.interceptors)
    served = {each.service.full_name: each.handlers() for each in (probe, *beside)}
    server.add_generic_rpc_handlers(
        [grpc.method_handlers_generic_handler(*each) for each in served.items()]
    )
    health_pb2_grpc.add_HealthServicer_to_server(probe.health, server)
    if reflected:
        reflection.enable_server_reflection(
            [*served, health.SERVICE_NAME, reflection.SERVICE_NAME],
            server,
            pool=probe.pool,
        )
    if credentials:
        port = server.add_secure_port(address, credentials)
    else:
        port = server.add_insecure_port(address)
    await server.start()
    return server, port


async def main():
    """Serve a probe as a process of its own, until told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    probe = Probe()
    probe.tell = partial(print, flush=True)
    server, port = await start(probe)
    probe.tell(f"probe listens on 127.0.0.1:{port}")
    await stop.wait()
    await server.stop(1)


if __name__ == "__main__":
    asyncio.run(main())
