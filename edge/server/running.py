"""The HTTP server: connections in, one handler's answers out."""

import asyncio

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from edge.app import Handler
from edge.config.settings import Config
from edge.server.connections import Listener


def runner_of(handler: Handler, config: Config) -> web.ServerRunner:
    """Return what runs `handler` on every connection, and drains them at the end.

    aiohttp's low-level server: the routes, middlewares and signals of its
    applications cost each webhook time, and there is one route.
    """
    settings = config.server
    loop = asyncio.get_running_loop()

    def request_of(
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: "asyncio.Task[None]",
    ) -> web.BaseRequest:
        most = settings.max_body
        return web.BaseRequest(
            message, payload, protocol, writer, task, loop, client_max_size=most
        )

    server = Listener(
        handler,
        limits=settings.connections,
        request_factory=request_of,
        access_log=None,
    )
    return web.ServerRunner(server, shutdown_timeout=config.patience)
