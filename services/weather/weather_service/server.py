"""The gRPC server: the tools, their health and reflection, until told to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from tools.weather.v1 import weather_pb2, weather_pb2_grpc

from weather_service.config import Config
from weather_service.gazetteer import Gazetteer
from weather_service.provider import open_provider
from weather_service.service import WeatherService

GRACE_SECONDS = 9.0
NAME = weather_pb2.DESCRIPTOR.services_by_name["WeatherService"].full_name
# Without it a second process binds the same port and takes half of the calls.
OPTIONS = [("grpc.so_reuseport", 0)]


async def serve(settings: Config) -> None:
    """Serve until SIGTERM or SIGINT, then drain within `GRACE_SECONDS`.

    Raises `ValueError` when the address cannot be listened on.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_service(settings) as service:
        server, healthy = assemble(service)
        port = listen(server, settings.address)
        await server.start()
        await healthy.set(NAME, health_pb2.HealthCheckResponse.SERVING)
        announce(settings.address, port)
        await stop.wait()
        await healthy.enter_graceful_shutdown()
        await server.stop(GRACE_SECONDS)


@asynccontextmanager
async def open_service(settings: Config) -> AsyncIterator[WeatherService]:
    """Yield the tools; close what they use."""
    async with open_provider(settings) as provider:
        with closing(Gazetteer()) as gazetteer:
            yield WeatherService(gazetteer=gazetteer, provider=provider)


def assemble(
    service: WeatherService,
) -> tuple[grpc.aio.Server, health.aio.HealthServicer]:
    """Return a server of `service`, of its health, and of reflection."""
    server = grpc.aio.server(options=OPTIONS)
    healthy = health.aio.HealthServicer()
    weather_pb2_grpc.add_WeatherServiceServicer_to_server(service, server)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    shown = [NAME, health.SERVICE_NAME, reflection.SERVICE_NAME]
    reflection.enable_server_reflection(shown, server)
    return server, healthy


def listen(server: grpc.aio.Server, address: str) -> int:
    """Bind `server` to `address` and return the port, or raise `ValueError`."""
    try:
        return server.add_insecure_port(address)
    except RuntimeError as error:  # how grpc says that the port is taken
        raise ValueError(f"cannot listen on {address}") from error


def announce(address: str, port: int) -> None:
    """Print where the service listens: how its starter learns what port 0 became."""
    host = address.rpartition(":")[0]
    print(f"weather listens on {host}:{port}", flush=True)  # noqa: T201  it is the interface
