"""The service in Python: slower than in Go, and for machines without it."""

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import grpc.aio
import uvloop
from aiohttp import web
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import MethodDescriptor
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

FAHRENHEIT = 2

STUMBLES: Counter[bool] = Counter()
"""The calls that may take ten times as long, by whether they did."""


async def serve(descriptors: Path) -> None:
    """Serve every rpc of a descriptor set, and the weather over REST."""
    server = grpc.aio.server()
    pool, names = read(descriptors)
    for name in names:
        methods = pool.FindServiceByName(name).methods
        handlers = {method.name: handler(method) for method in methods}
        server.add_registered_method_handlers(name, handlers)
    reflection.enable_server_reflection([*names, health.SERVICE_NAME], server, pool)
    alive = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(alive, server)
    await alive.set("", health_pb2.HealthCheckResponse.SERVING)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"REST listens on {await listen()}\n")
    sys.stdout.write(f"gRPC listens on 127.0.0.1:{port}\n")
    sys.stdout.flush()
    await server.wait_for_termination()


def read(path: Path) -> tuple[descriptor_pool.DescriptorPool, list[str]]:
    """Return the pool of a descriptor set, and the names of its services."""
    pool = descriptor_pool.DescriptorPool()
    names = []
    for file in descriptor_pb2.FileDescriptorSet.FromString(path.read_bytes()).file:
        pool.Add(file)
        names += [f"{file.package}.{service.name}" for service in file.service]
    return pool, names


def handler(method: MethodDescriptor) -> Any:  # noqa: ANN401  grpc's own, generic
    """Return the handler of an rpc: it waits if the request says so, then speaks."""
    make = message_factory.GetMessageClass(method.output_type)
    fields = method.input_type.fields_by_name

    async def answer(request: Any, _: object) -> object:  # noqa: ANN401  of the pool
        if method.name == "CountStumbles":
            return make(speech=str(STUMBLES.total()))
        if "wait_milliseconds" not in fields:
            units = "fahrenheit" if request.units == FAHRENHEIT else "celsius"
            return make(speech=report(request.location, units))
        slow = "slow_percent" in fields and stumbles(request.slow_percent)
        await asyncio.sleep(request.wait_milliseconds / (100 if slow else 1000))
        return make(speech="That was all.")

    return grpc.unary_unary_rpc_method_handler(
        answer,
        request_deserializer=message_factory.GetMessageClass(
            method.input_type
        ).FromString,
        response_serializer=make.SerializeToString,
    )


def stumbles(percent: int) -> bool:
    """Tell whether this call takes ten times as long; it is counted."""
    slow = random.randrange(100) < percent  # noqa: S311  chance, no secret
    STUMBLES[slow] += 1
    return slow


def report(location: str, units: str) -> str:
    """Say the weather."""
    fahrenheit = units == "fahrenheit"
    degrees = "64 degrees Fahrenheit" if fahrenheit else "18 degrees Celsius"
    return f"It is {degrees} and cloudy in {location or 'nowhere'}."


async def listen() -> str:
    """Offer the weather over REST; return where."""

    async def weather(request: web.Request) -> web.Response:
        wanted = await request.json()
        words = report(wanted.get("location", ""), wanted.get("units", ""))
        return web.json_response({"speech": words})

    app = web.Application()
    app.router.add_post("/weather", weather)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    return f"{host}:{port}"


if __name__ == "__main__":
    uvloop.run(serve(Path(sys.argv[-1])))
