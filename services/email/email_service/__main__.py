"""Serve the email tools: `python -m email_service`."""

import asyncio
import logging
import os
import signal
import sys
from contextlib import closing

import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from tools.email.v1 import email_pb2, email_pb2_grpc

from email_service import config, opening
from email_service.service import EmailService

GRACE_SECONDS = 9.0
NAME = email_pb2.DESCRIPTOR.services_by_name["EmailService"].full_name
# Without it a second process binds the same port and takes half of the calls.
OPTIONS = [("grpc.so_reuseport", 0)]

logger = logging.getLogger("email_service")


async def serve(settings: config.Settings) -> None:
    """Serve until SIGTERM or SIGINT, then drain within `GRACE_SECONDS`.

    Raises `ValueError` when the Maildir or the address cannot be used.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with closing(opening.mailbox(settings)) as mailbox:
        at_once = settings.connections
        service = EmailService(mailbox, settings.owners, at_once=at_once)
        server, healthy = assemble(service)
        port = listen(server, settings.address)
        await server.start()
        await healthy.set(NAME, health_pb2.HealthCheckResponse.SERVING)
        announce(settings, port)
        await stop.wait()
        await healthy.enter_graceful_shutdown()
        await server.stop(GRACE_SECONDS)


def assemble(
    service: EmailService,
) -> tuple[grpc.aio.Server, health.aio.HealthServicer]:
    """Return a server of `service`, of its health, and of reflection."""
    server = grpc.aio.server(options=OPTIONS)
    healthy = health.aio.HealthServicer()
    email_pb2_grpc.add_EmailServiceServicer_to_server(service, server)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    names = [NAME, health.SERVICE_NAME, reflection.SERVICE_NAME]
    reflection.enable_server_reflection(names, server)
    return server, healthy


def listen(server: grpc.aio.Server, address: str) -> int:
    """Return the port the server will listen on; raises `ValueError`."""
    try:
        return server.add_insecure_port(address)
    except RuntimeError as error:
        raise ValueError(f"cannot listen on {address}") from error


def announce(settings: config.Settings, port: int) -> None:
    """Say that the service listens, and if it is of no use to anybody."""
    host = settings.address.rpartition(":")[0]
    print(f"email listens on {host}:{port}", flush=True)  # noqa: T201  how whoever starts it on port 0 learns the port
    if not settings.owners:
        logger.warning("EMAIL_OWNERS names nobody: nobody may hear the mailbox")


def main() -> None:
    """Run the service; a bad configuration exits 1 with one line that says why."""
    logging.basicConfig(
        level=logging.INFO, format="%(levelname)s %(name)s: %(message)s"
    )
    try:
        asyncio.run(serve(config.read(os.environ)))
    except ValueError as error:
        sys.exit(f"email: {error}")


if __name__ == "__main__":
    main()
