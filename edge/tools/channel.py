"""The gRPC channel to a service."""

import json

import grpc.aio

from edge import __version__

SERVICE_CONFIG = {
    "loadBalancingConfig": [{"round_robin": {}}],
    "healthCheckConfig": {"serviceName": ""},
}

OPTIONS = (
    ("grpc.service_config", json.dumps(SERVICE_CONFIG)),
    ("grpc.primary_user_agent", f"protophone-edge/{__version__}"),
    # A service that returns is found again within seconds.
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 1000),
    ("grpc.max_reconnect_backoff_ms", 2000),
    # Oftener, and servers answer with GOAWAY too_many_pings.
    ("grpc.keepalive_time_ms", 300_000),
    # An http_proxy in the environment is meant for the web, not for services.
    ("grpc.enable_http_proxy", 0),
)


def open_channel(target: str) -> grpc.aio.Channel:
    """Open the channel to `target`; connecting waits for the first call."""
    return grpc.aio.insecure_channel(target, options=OPTIONS)
