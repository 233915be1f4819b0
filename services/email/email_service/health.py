"""Ask the service beside this whether it serves: `python -m email_service.health`."""

import os
import sys

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from email_service import config

WAIT_SECONDS = 2.5
ANY_HOST = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104  asked, not bound


def serves(address: str) -> bool:
    """Tell whether what listens at the address answers SERVING within 2.5 seconds."""
    host, _, port = address.rpartition(":")
    with grpc.insecure_channel(f"{ANY_HOST.get(host, host)}:{port}") as channel:
        check = health_pb2_grpc.HealthStub(channel).Check  # type: ignore[attr-defined]  # missing in its types
        try:
            response = check(health_pb2.HealthCheckRequest(), timeout=WAIT_SECONDS)
        except grpc.RpcError:
            return False
    return bool(response.status == health_pb2.HealthCheckResponse.SERVING)


if __name__ == "__main__":
    sys.exit(not serves(config.address(os.environ)))
