"""The least a webhook can cost that makes a gRPC call: one handler, one fixed call."""

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable

import grpc.aio
import uvloop
from aiohttp import web

PATH = "/vapi/webhook"
CALL = "/tools.bench.v1.BenchService/GetWeather"
REQUEST = b"\x0a\x05Paris\x10\x01"
"""GetWeatherRequest(location="Paris", units=UNITS_CELSIUS)"""

METADATA = (("idempotency-key", "call/tool-call"), ("vapi-call-id", "call"))
SECONDS = 2.9


async def serve(target: str) -> None:
    """Listen on a free port, and say which."""
    channel = grpc.aio.insecure_channel(target)
    call: Callable[..., Awaitable[bytes]] = channel.unary_unary(CALL)

    async def handle(request: web.Request) -> web.Response:
        await request.read()
        answer = await call(REQUEST, timeout=SECONDS, metadata=METADATA)
        return web.Response(body=answer)

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
    uvloop.run(serve(os.environ["BENCH_GRPC"]))
