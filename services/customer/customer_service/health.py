"""Ask the service beside us whether it serves: `python -m customer_service.health`."""

import asyncio
import os
import sys

import grpc.aio
from grpc_health.v1 import health_pb2, health_pb2_grpc

from customer_service import config

NAME = "tools.customer.v1.CustomerService"
SERVING = health_pb2.HealthCheckResponse.SERVING
WAIT_SECONDS = 3.0
ANY_HOST = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104  asked, not bound


async def serving(address: str) -> bool:
    """Return whether `address` answers, within `WAIT_SECONDS`, that it serves.

    It is the tools that are asked about: without a database they do not serve.
    """
    host, _, port = address.rpartition(":")
    async with grpc.aio.insecure_channel(f"{ANY_HOST.get(host, host)}:{port}") as ask:
        stub = health_pb2_grpc.HealthStub(ask)
        request = health_pb2.HealthCheckRequest(service=NAME)
        try:
            reply = await stub.Check(request, timeout=WAIT_SECONDS)  # type: ignore[attr-defined]  # left out of the stubs
        except grpc.aio.AioRpcError:
            return False
        return bool(reply.status == SERVING)


if __name__ == "__main__":
    sys.exit(not asyncio.run(serving(config.read(os.environ).address)))
