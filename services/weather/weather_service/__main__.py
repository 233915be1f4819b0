"""Serve the weather tools: `python -m weather_service`."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping

import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from tools.weather.v1 import weather_pb2, weather_pb2_grpc

from weather_service.service import WeatherService

GRACE_SECONDS = 9.0
SERVICE = weather_pb2.DESCRIPTOR.services_by_name["WeatherService"].full_name


async def serve(environ: Mapping[str, str]) -> None:
    """Serve until SIGTERM or SIGINT, then drain within `GRACE_SECONDS`."""
    address = environ.get("SERVICE_ADDRESS", "127.0.0.1:50051")
    server = grpc.aio.server()
    healthy = health.aio.HealthServicer()
    weather_pb2_grpc.add_WeatherServiceServicer_to_server(WeatherService(), server)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    reflection.enable_server_reflection(
        [SERVICE, health.SERVICE_NAME, reflection.SERVICE_NAME], server
    )
    port = server.add_insecure_port(address)
    await server.start()
    await healthy.set(SERVICE, health_pb2.HealthCheckResponse.SERVING)
    print(f"weather listens on {address.rpartition(':')[0]}:{port}", flush=True)  # noqa: T201  how whoever starts it on port 0 learns the port
    await stopped()
    await healthy.enter_graceful_shutdown()
    await server.stop(GRACE_SECONDS)


async def stopped() -> None:
    """Return at the first SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


def main() -> None:
    """Run the service; a bad configuration exits 2 with one line that says why."""
    try:
        asyncio.run(serve(os.environ))
    except ValueError as error:
        sys.exit(f"weather: {error}")


if __name__ == "__main__":
    main()
