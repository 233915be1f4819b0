"""Services that events are brought to."""

import asyncio

import grpc.aio
import pytest
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from protophone.v1 import events_pb2, events_pb2_grpc

NAME = events_pb2.DESCRIPTOR.services_by_name["CallEventService"].full_name


class Subscriber(events_pb2_grpc.CallEventServiceServicer):
    """Wants some types, takes what it is brought, or does not."""

    def __init__(self, *types):
        self.types = types
        self.taken = asyncio.Queue()
        self.refusals = 0
        self.code = grpc.StatusCode.UNAVAILABLE

    async def ListEventTypes(self, request, context):
        return events_pb2.ListEventTypesResponse(types=self.types)

    async def DeliverEvent(self, request, context):
        if self.refusals:
            self.refusals -= 1
            await context.abort(self.code, "not now")
        self.taken.put_nowait(request)
        return events_pb2.DeliverEventResponse()

    async def next(self):
        return await asyncio.wait_for(self.taken.get(), 10)

    async def start(self, address="127.0.0.1:0"):
        self.server = grpc.aio.server()
        events_pb2_grpc.add_CallEventServiceServicer_to_server(self, self.server)
        own = health.aio.HealthServicer()
        health_pb2_grpc.add_HealthServicer_to_server(own, self.server)
        names = [NAME, reflection.SERVICE_NAME]
        reflection.enable_server_reflection(names, self.server)
        port = self.server.add_insecure_port(address)
        await self.server.start()
        self.target = f"127.0.0.1:{port}"


@pytest.fixture
async def subscribe():
    """Start subscribers that want some types."""
    started = []

    async def start(*types):
        subscriber = Subscriber(*types)
        await subscriber.start()
        started.append(subscriber)
        return subscriber

    yield start
    for subscriber in started:
        await subscriber.server.stop(None)
