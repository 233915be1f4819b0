"""The gRPC channel to a service."""

import asyncio
import json
from pathlib import Path
from typing import Any, TypeAlias

import grpc.aio
from google.protobuf.message import DecodeError
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse

from edge import __version__
from edge.config.secrets import Secret
from edge.config.settings import Service
from edge.config.tls import Tls
from edge.errors import ConfigError

Channel: TypeAlias = grpc.aio.Channel

Check: TypeAlias = grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]

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
    # One that moves is found at its new address: gRPC asks for it every 30 s.
    ("grpc.dns_min_time_between_resolutions_ms", 2000),
    # Oftener, and servers answer with GOAWAY too_many_pings.
    ("grpc.keepalive_time_ms", 300_000),
    # An http_proxy in the environment is meant for the web, not for services.
    ("grpc.enable_http_proxy", 0),
)

BEGUN_SECONDS = 60.0
"""Within which whoever has picked a tool makes its last attempt at a call."""

DONE_SECONDS = 3600.0
"""Within which a call is done, that of a slow tool too."""


def open_channel(service: Service) -> grpc.aio.Channel:
    """Open the channel to a service; connecting waits for the first call.

    Raises `ConfigError` where a file of its TLS cannot be read.
    """
    if service.tls is None:
        return grpc.aio.insecure_channel(service.target, options=OPTIONS)
    name = service.tls.server_name
    own = (("grpc.ssl_target_name_override", name),) if name else ()
    return grpc.aio.secure_channel(
        service.target, credentials_of(service.tls, service.token), (*OPTIONS, *own)
    )


def credentials_of(tls: Tls, token: Secret | None) -> grpc.ChannelCredentials:
    """Return what the edge shows and what it trusts; raises `ConfigError`."""
    transport = grpc.ssl_channel_credentials(
        root_certificates=read(tls.ca),
        private_key=read(tls.key),
        certificate_chain=read(tls.certificate),
    )
    if token is None:
        return transport
    bearer = grpc.access_token_call_credentials(token.value)
    return grpc.composite_channel_credentials(transport, bearer)


async def healthy(channel: grpc.aio.Channel, *, timeout: float) -> bool:
    """Tell whether a service answers, and says that it serves; one without health does.

    grpc.health.v1, the service as a whole.
    """
    check: Check = channel.unary_unary("/grpc.health.v1.Health/Check")
    try:
        answer = await check(HealthCheckRequest().SerializeToString(), timeout=timeout)
        status = HealthCheckResponse.FromString(answer).status
    except grpc.aio.AioRpcError as error:
        return error.code() is grpc.StatusCode.UNIMPLEMENTED
    except asyncio.CancelledError:
        if leaving():
            raise
        return False
    except (DecodeError, grpc.aio.UsageError):  # or the channel is closed already
        return False
    return status == HealthCheckResponse.SERVING


async def reopen(service: Service, *, timeout: float) -> Channel | None:
    """Open another channel; None unless the service says over it that it serves.

    Raises `ConfigError` as `open_channel` does.
    """
    channel = open_channel(service)
    if await healthy(channel, timeout=timeout):
        return channel
    await channel.close()
    return None


async def retire(channel: Channel) -> None:
    """Close a channel when the calls that know it have begun, and are done."""
    try:
        await asyncio.sleep(BEGUN_SECONDS)
        await channel.close(DONE_SECONDS)
    finally:
        await channel.close()


def abandon(call: Any) -> None:  # noqa: ANN401  whatever of grpc.aio can be cancelled
    """Cancel a unary call that is awaited; whoever awaits it is told so by gRPC.

    `call.cancel()` ends the waiting for gRPC too, and what gRPC was to free with the
    call, a kilobyte, is never freed (grpc/grpc#43360).
    """
    cancel = getattr(call, "_cancel", None)
    if cancel is not None:
        cancel("abandoned")
    else:
        call.cancel()


def leaving() -> bool:
    """Tell whether the running task is being cancelled.

    Where it is not, and a call of its own is, it was the channel that was closed.
    """
    task = asyncio.current_task()
    return bool(task and task.cancelling())


def read(path: str) -> bytes | None:
    """Return a file's bytes; None where no file is named."""
    try:
        return Path(path).read_bytes() if path else None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
