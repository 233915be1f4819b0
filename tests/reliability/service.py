"""The service of the trials, as a process: it honours keys, and writes all it does.

python -m tests.reliability.service PORT FILE
"""

import asyncio
import random
import sys
import time
from pathlib import Path

import grpc.aio
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from protophone.v1 import events_pb2, events_pb2_grpc

from tests.work.slow import Slow

EVENTS = events_pb2.DESCRIPTOR.services_by_name["CallEventService"].full_name


class Ledger:
    """What was done, in a file that outlives the process."""

    def __init__(self, path):
        lines = path.read_text().splitlines() if path.exists() else []
        self.done = {line.split()[1] for line in lines if line.startswith("effect ")}
        self.file = path.open("a", buffering=1)

    def write(self, *words):
        self.file.write(" ".join(words) + "\n")


class Brewer(Slow, events_pb2_grpc.CallEventServiceServicer):
    """Brews once per key, and takes every status-update."""

    def __init__(self, ledger):
        super().__init__()
        self.ledger = ledger

    async def CountLeaves(self, request, context):
        return self.make("BrewTeaResponse", speech="Forty-two.")

    async def BrewTea(self, request, context):
        key = request.idempotency_key
        self.ledger.write("asked", key, str(time.time()))
        await asyncio.sleep(random.uniform(0.1, 1.5))
        if key not in self.ledger.done:
            self.ledger.done.add(key)
            self.ledger.write("effect", key, str(time.time()))
        return self.make("BrewTeaResponse", speech=f"The {request.tea} is ready.")

    async def ListEventTypes(self, request, context):
        return events_pb2.ListEventTypesResponse(types=["status-update"])

    async def DeliverEvent(self, request, context):
        event = request.event
        name = event.status_update.status
        self.ledger.write("event", event.context.call_id, str(event.sequence), name)
        return events_pb2.DeliverEventResponse()


async def main(port, path):
    brewer = Brewer(Ledger(Path(path)))
    server = grpc.aio.server()
    handler = grpc.method_handlers_generic_handler(
        brewer.service.full_name, brewer.handlers()
    )
    server.add_generic_rpc_handlers((handler,))
    events_pb2_grpc.add_CallEventServiceServicer_to_server(brewer, server)
    health_pb2_grpc.add_HealthServicer_to_server(health.aio.HealthServicer(), server)
    add(brewer.pool, events_pb2.DESCRIPTOR)
    names = [brewer.service.full_name, EVENTS, reflection.SERVICE_NAME]
    reflection.enable_server_reflection(names, server, pool=brewer.pool)
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    print(f"service listens on 127.0.0.1:{port}", flush=True)
    await server.wait_for_termination()


def add(pool, file):
    """Put a compiled file into a pool, after what it imports, unless it is there."""
    try:
        pool.FindFileByName(file.name)
    except KeyError:
        for needed in file.dependencies:
            add(pool, needed)
        pool.AddSerializedFile(file.serialized_pb)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
