"""Bodies, however they come."""

import asyncio

from aiohttp import hdrs, web

from edge.config.connections import Connections


async def taken(request: web.BaseRequest, limits: Connections) -> bytes:
    """Return the whole body.

    Raises HTTP 415 for one that is not sent as it is (RFC 9110, 15.5.16), where that
    is not allowed; 408 for one that does not come in time, and 413 for one that is
    larger than the server takes.
    """
    if not limits.compressed and hdrs.CONTENT_ENCODING in request.headers:
        raise web.HTTPUnsupportedMediaType
    if request.content.is_eof():  # it came with its head, as small ones do
        return await request.read()
    try:
        async with asyncio.timeout(limits.body_seconds):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
