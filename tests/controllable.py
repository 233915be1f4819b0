"""A stand-in for the place where Vapi lets a call be controlled."""

import asyncio
import ssl
from contextlib import asynccontextmanager

import trustme
from aiohttp import web

from edge.config.control import Control


class Vapi:
    """Takes commands at `.url`, over TLS, and answers with `.status`."""

    def __init__(self) -> None:
        self.commands = []
        self.headers = []
        self.status = 200
        self.location = ""
        self.silent = False

    async def take(self, request):
        self.commands.append(await request.json())
        self.headers.append(request.headers)
        if self.silent:
            await asyncio.Event().wait()
        headers = {"location": self.location} if self.location else {}
        return web.Response(status=self.status, headers=headers)


@asynccontextmanager
async def controllable(tmp_path):
    """Serve it on a free port, with `.settings` by which the edge finds it."""
    own, authority = Vapi(), trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    app = web.Application()
    app.router.add_post("/{call}/control", own.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "localhost", 0, ssl_context=context)
    await site.start()
    own.port = runner.addresses[0][1]
    own.url = f"https://localhost:{own.port}/call-1/control"
    own.settings = Control(
        hosts=("localhost",), private=True, ca=str(tmp_path / "ca.pem"), timeout=1.0
    )
    yield own
    await runner.cleanup()
