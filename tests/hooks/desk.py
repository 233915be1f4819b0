"""A real service that answers what Vapi asks, as it is told to."""

import asyncio
from contextlib import asynccontextmanager

import grpc.aio
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from protophone.v1 import (
    assistant_pb2,
    assistant_pb2_grpc,
    campaign_pb2,
    campaign_pb2_grpc,
    endpointing_pb2,
    endpointing_pb2_grpc,
    events_pb2,
    events_pb2_grpc,
    knowledge_pb2,
    knowledge_pb2_grpc,
    transfer_pb2,
    transfer_pb2_grpc,
    voice_pb2,
    voice_pb2_grpc,
)

SERVICES = {
    "AssistantService": (assistant_pb2, assistant_pb2_grpc),
    "CallEventService": (events_pb2, events_pb2_grpc),
    "CampaignService": (campaign_pb2, campaign_pb2_grpc),
    "EndpointingService": (endpointing_pb2, endpointing_pb2_grpc),
    "KnowledgeService": (knowledge_pb2, knowledge_pb2_grpc),
    "TransferService": (transfer_pb2, transfer_pb2_grpc),
    "VoiceService": (voice_pb2, voice_pb2_grpc),
}


class Desk:
    """Answers each rpc with what `answers` holds for it: a message, or a function."""

    def __init__(self):
        self.answers = {}
        self.requests = []
        self.metadata = {}
        self.asked = asyncio.Event()
        self.cancelled = asyncio.Event()

    def __getattr__(self, rpc):
        if rpc == "SynthesizeSpeech":
            return self._speak
        if not rpc[0].isupper():
            raise AttributeError(rpc)

        async def answer(request, context):
            self.requests.append(request)
            self.asked.set()
            self.metadata = dict(context.invocation_metadata())
            given = self.answers.get(rpc)
            if given is None:
                await context.abort(grpc.StatusCode.UNIMPLEMENTED, "not here")
            return await given(context) if callable(given) else given

        return answer

    async def _speak(self, request, context):
        self.requests.append(request)
        try:
            async for piece in self.answers["SynthesizeSpeech"](context):
                yield voice_pb2.SynthesizeSpeechResponse(audio=piece)
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled.set()
            raise

    async def sleep(self, context):
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise

    async def fail(self, context):
        await context.abort(grpc.StatusCode.INTERNAL, "broken")


@asynccontextmanager
async def garbled():
    """Serve garbage for an answer, whatever is asked, and yield the address."""

    async def answer(request, context):
        return b"\xff\xff\xff\xff"

    class Anything(grpc.GenericRpcHandler):
        def service(self, details):
            return grpc.unary_unary_rpc_method_handler(answer)

    server = grpc.aio.server()
    server.add_generic_rpc_handlers((Anything(),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(None)


@asynccontextmanager
async def served(desk, *names, reflected=True):
    """Serve a desk, as all hook services or some, and yield its address."""
    server = grpc.aio.server()
    chosen = names or SERVICES
    for name in chosen:
        getattr(SERVICES[name][1], f"add_{name}Servicer_to_server")(desk, server)
    health_pb2_grpc.add_HealthServicer_to_server(health.aio.HealthServicer(), server)
    if reflected:
        shown = [f"protophone.v1.{name}" for name in chosen]
        reflection.enable_server_reflection(
            [*shown, health.SERVICE_NAME, reflection.SERVICE_NAME], server
        )
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(None)
