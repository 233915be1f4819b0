"""Serves `CallControlService` to services, on an address of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import grpc.aio
import structlog

from edge.config.control import Control
from edge.control.permits import Permits
from edge.control.service import CallControlService
from edge.errors import ConfigError
from edge.vapi.live import LiveCalls

OPTIONS = (
    ("grpc.max_receive_message_length", 256 << 10),
    ("grpc.max_metadata_size", 8 << 10),
    ("grpc.max_connection_idle_ms", 300_000),
)

MOST_AT_ONCE = 100
"""Commands under way: further ones are told RESOURCE_EXHAUSTED."""

GRACE_SECONDS = 1.0

log = structlog.get_logger(__name__)


class ControlServer:
    """The gRPC server; without an address in the settings it serves nothing."""

    def __init__(self, settings: Control, calls: LiveCalls) -> None:
        self._settings = settings
        self._credentials = credentials_of(settings)
        self._service = CallControlService(calls, Permits(settings.tokens))
        self.address = ""
        """Where it listens, once it does."""

    def adopt(self, settings: Control) -> None:
        """Accept the tokens of these settings; the address is that of the start."""
        self._service.permits = Permits(settings.tokens)
        if listener_of(settings) != listener_of(self._settings):
            log.warning("other settings of [control] want a restart")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve; raises `ConfigError` where the address cannot be listened on."""
        if not self._settings.address:
            yield
            return
        server = grpc.aio.server(options=OPTIONS, maximum_concurrent_rpcs=MOST_AT_ONCE)
        server.add_generic_rpc_handlers((self._service.handlers(),))
        self.address = self._bind(server)
        await server.start()
        log.info("call control served", address=self.address)
        try:
            yield
        finally:
            await server.stop(GRACE_SECONDS)

    def _bind(self, server: grpc.aio.Server) -> str:
        """Listen, and return where: port 0 is any free one."""
        address = self._settings.address
        try:
            if self._credentials:
                port = server.add_secure_port(address, self._credentials)
            else:
                port = server.add_insecure_port(address)
        except RuntimeError as error:
            raise ConfigError(f"control.address: cannot listen on {address}") from error
        if address.startswith("unix:"):
            return address
        return f"{address.rpartition(':')[0]}:{port}"


def listener_of(settings: Control) -> tuple[str, ...]:
    """Return what cannot change while it is listened on."""
    files = (settings.certificate, settings.key, settings.client_ca)
    return (settings.address, *files)


def credentials_of(settings: Control) -> grpc.ServerCredentials | None:
    """Return what the edge shows and asks for; raises `ConfigError`."""
    if not settings.certificate:
        return None
    pair = (read(settings.key), read(settings.certificate))
    if not settings.client_ca:
        return grpc.ssl_server_credentials([pair])
    return grpc.ssl_server_credentials([pair], read(settings.client_ca), True)  # noqa: FBT003  gRPC's own order


def read(path: str) -> bytes:
    """Return a file's bytes; raises `ConfigError`."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
