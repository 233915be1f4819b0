"""The least a webhook can cost that wants no answer: the body read, `{}` sent."""

import asyncio
import gc
import sys

import uvloop
from aiohttp import web

PATH = "/vapi/webhook"


async def handle(request: web.Request) -> web.Response:
    """Read the body, and answer nothing."""
    await request.read()
    return web.Response(body=b"{}", content_type="application/json")


async def serve() -> None:
    """Listen on a free port, and say which."""
    app = web.Application()
    app.router.add_post(PATH, handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    sys.stderr.write(f"listens on {host}:{port}\n")
    gc.freeze()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve())
