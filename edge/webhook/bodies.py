"""Bodies, however they come."""

import asyncio

from aiohttp import hdrs, web


async def read(request: web.BaseRequest, seconds: float) -> bytes:
    """Return the whole body; raises aiohttp's HTTPException for one that lingers.

    One that is larger than the server takes is answered 413.
    """
    if request.content.is_eof():  # it came with its head, as small ones do
        return await request.read()
    try:
        async with asyncio.timeout(seconds):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def refuse_compressed(request: web.BaseRequest) -> None:
    """Raise HTTP 415 for a body that is not sent as it is (RFC 9110, 15.5.16)."""
    if hdrs.CONTENT_ENCODING in request.headers:
        raise web.HTTPUnsupportedMediaType(headers={hdrs.ACCEPT_ENCODING: "identity"})
