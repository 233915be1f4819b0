"""Ask the service beside us whether it serves: `python -m weather_service.health`."""

import os
import sys

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from weather_service import config

WAIT_SECONDS = 3.0
ANY_HOST = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104  asked, not bound


def serving(address: str) -> bool:
    """Say whether the service at `address` answers SERVING within `WAIT_SECONDS`."""
    host, _, port = address.rpartition(":")
    with grpc.insecure_channel(f"{ANY_HOST.get(host, host)}:{port}") as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        request = health_pb2.HealthCheckRequest()
        try:
            reply = stub.Check(request, timeout=WAIT_SECONDS)  # type: ignore[attr-defined]  # left out of the stubs
        except grpc.RpcError:
            return False
        return bool(reply.status == health_pb2.HealthCheckResponse.SERVING)


if __name__ == "__main__":
    sys.exit(not serving(config.load(os.environ).address))
