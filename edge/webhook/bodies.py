"""Bodies, however they come."""

import asyncio

from aiohttp import hdrs, web

from edge.config.connections import Connections


def arrived(request: web.BaseRequest, limits: Connections) -> bytes | None:
    """Return a body that came with its head, as small ones do; None: it is to come.

    Raises HTTP 415 for one that is not sent as it is (RFC 9110, 15.5.16), where that
    is not allowed, and 413 for one that is larger than the server takes.
    """
    if not limits.compressed and hdrs.CONTENT_ENCODING in request.headers:
        raise web.HTTPUnsupportedMediaType
    if not request.content.is_eof():
        return None
    body = request.content.read_nowait()
    if len(body) > request.client_max_size:
        raise web.HTTPRequestEntityTooLarge(request.client_max_size)
    return body


async def awaited(request: web.BaseRequest, seconds: float) -> bytes:
    """Return a body that is still to come.

    Raises HTTP 408 for one that does not come in time, and 413 as `arrived` does.
    """
    try:
        async with asyncio.timeout(seconds):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
