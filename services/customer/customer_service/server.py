"""The gRPC server around the tools."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from tools.customer.v1 import customer_pb2, customer_pb2_grpc

from customer_service import readiness
from customer_service.config import Config, ConfigError
from customer_service.database import Database
from customer_service.service import CustomerService

SERVICE = customer_pb2.DESCRIPTOR.services_by_name["CustomerService"].full_name
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
FIRST_SECONDS = 1.0
"""How long the database is waited for before the service says that it listens."""
GRACE_SECONDS = 6.0
"""How long calls may go on once the service is to stop."""
# Of two servers on one port each would get some of the calls; the second shall fail.
OPTIONS = (("grpc.so_reuseport", 0),)


@asynccontextmanager
async def serving(config: Config) -> AsyncIterator[str]:
    """Serve while the context lasts, then drain; gives the address, `host:port`.

    Raises `ConfigError` if the address cannot be had, and `OSError` if the folder of
    an SQLite file cannot be used. A database that is away raises nothing: the service
    is NOT_SERVING until it answers.
    """
    database = Database(config.database)
    healthy = health.aio.HealthServicer()
    server = build(CustomerService(database, region=config.region), healthy)
    address = bind(server, config.address)
    await healthy.set(SERVICE, NOT_SERVING)
    await server.start()
    preparing = asyncio.create_task(become_ready(database, healthy, config))
    try:
        await asyncio.wait({preparing}, timeout=FIRST_SECONDS)
        yield address
    finally:
        preparing.cancel()
        await healthy.enter_graceful_shutdown()
        await server.stop(GRACE_SECONDS)
        await database.close()


def build(
    service: CustomerService, healthy: health.aio.HealthServicer
) -> grpc.aio.Server:
    """Return a server of the tools, health and reflection, not yet started."""
    server = grpc.aio.server(options=OPTIONS)
    customer_pb2_grpc.add_CustomerServiceServicer_to_server(service, server)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    reflection.enable_server_reflection(
        [SERVICE, health.SERVICE_NAME, reflection.SERVICE_NAME], server
    )
    return server


def bind(server: grpc.aio.Server, address: str) -> str:
    """Return the address with the port that was taken; raises `ConfigError`.

    A socket is tried first, since it says why not, and gRPC says so on several lines.
    """
    host, _, port = address.rpartition(":")
    try:
        where = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        socket.create_server(where[4][:2], family=where[0]).close()
        return f"{host}:{server.add_insecure_port(address)}"
    except (OSError, RuntimeError) as error:
        raise ConfigError(f"SERVICE_ADDRESS {address}: {error}") from error


async def become_ready(
    database: Database, healthy: health.aio.HealthServicer, config: Config
) -> None:
    """Turn SERVING once the database is prepared."""
    await readiness.reach(database, sample=config.sample)
    await healthy.set(SERVICE, SERVING)
