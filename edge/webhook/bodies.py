"""Bodies, however they come."""

import asyncio
from collections.abc import Awaitable

from aiohttp import hdrs, web

from edge.config.connections import Connections


def taken(request: web.BaseRequest, limits: Connections) -> Awaitable[bytes]:
    """Return the whole body, to be awaited.

    Raises HTTP 415 for one that is not sent as it is (RFC 9110, 15.5.16), where that
    is not allowed; 408 for one that does not come in time, and 413 for one that is
    larger than the server takes.
    """
    if not limits.compressed and hdrs.CONTENT_ENCODING in request.headers:
        raise web.HTTPUnsupportedMediaType
    if request.content.is_eof():  # it came with its head, as small ones do
        return request.read()
    return awaited(request, limits.body_seconds)


async def awaited(request: web.BaseRequest, seconds: float) -> bytes:
    """Return a body that is still to come; raises as `taken`."""
    try:
        async with asyncio.timeout(seconds):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
