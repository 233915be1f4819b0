"""The HTTP responses of webhooks that are answered."""

from aiohttp import HttpVersion11, hdrs, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import SERVER_SOFTWARE
from multidict import CIMultiDict

JSON = "application/json"


class Kept(web.StreamResponse):
    """JSON over a connection that is kept, as it nearly always is.

    Written as `web.Response` writes it, which decides anew each time what is the
    same for all of these: that takes as long as parsing the webhook.
    """

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._whole = body
        self._writer: AbstractStreamWriter | None = None

    @property
    def keep_alive(self) -> bool:
        """Whether the connection is kept."""
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        """Write the head, which waits for the body."""
        self._writer = writer = request.writer
        headers = CIMultiDict(
            (
                (hdrs.CONTENT_TYPE, JSON),
                (hdrs.CONTENT_LENGTH, str(len(self._whole))),
                (hdrs.DATE, rfc822_formatted_time()),
                (hdrs.SERVER, SERVER_SOFTWARE),
            )
        )
        await writer.write_headers("HTTP/1.1 200 OK", headers)
        return writer

    async def write_eof(self, data: bytes = b"") -> None:
        """Write head and body at once."""
        if self._writer is not None:
            await self._writer.write_eof(self._whole + data)


def response_of(request: web.BaseRequest, body: bytes) -> web.StreamResponse:
    """Return the response of a webhook that is answered with JSON."""
    if request.version == HttpVersion11 and request.keep_alive:
        return Kept(body)
    return web.Response(body=body, content_type=JSON)
