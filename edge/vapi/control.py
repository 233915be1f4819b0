"""Tells running calls what to do, at the address each of them came with."""

import socket
import ssl
from http import HTTPStatus

import aiohttp
import msgspec
import structlog
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from edge import __version__
from edge.config.control import Control
from edge.config.secrets import Secret
from edge.errors import Code, ConfigError, ControlFailed
from edge.vapi.commands import Command
from edge.vapi.control_url import is_among, is_public

KEEPALIVE_SECONDS = 10.0
"""Shorter than any load balancer's, so that no command meets a closing connection."""

ENDED = (Code.FAILED_PRECONDITION, "The call has ended.")
REFUSED = (Code.PERMISSION_DENIED, "Vapi wants a public key, or another one.")
NOT_NOW = (Code.UNAVAILABLE, "Vapi cannot take it now.")
UNREACHED = (Code.UNAVAILABLE, "Vapi cannot be reached.")
LATE = (Code.DEADLINE_EXCEEDED, "Vapi does not say whether it took it.")

STATUSES = {
    HTTPStatus.UNAUTHORIZED: REFUSED,
    HTTPStatus.FORBIDDEN: REFUSED,
    HTTPStatus.NOT_FOUND: ENDED,
    HTTPStatus.GONE: ENDED,
    HTTPStatus.REQUEST_TIMEOUT: NOT_NOW,
    HTTPStatus.TOO_MANY_REQUESTS: (Code.RESOURCE_EXHAUSTED, "Vapi wants fewer."),
}
"""Those that do not mean what their class does."""

CLASSES = {
    3: (Code.UNAVAILABLE, "Vapi sends elsewhere, where the edge does not go."),
    4: (Code.INVALID_ARGUMENT, "Vapi does not take it."),
}

encode = msgspec.json.Encoder().encode

log = structlog.get_logger(__name__)


class CallControl:
    """A pool of connections to Vapi, opened with the first command."""

    def __init__(self, settings: Control) -> None:
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None

    async def send(self, url: Secret, command: Command) -> None:
        """Have Vapi take a command, within the settings' timeout.

        Raises `ControlFailed`, which never shows the address. Nothing is sent
        twice: where it is not known whether a command was taken, the code is
        DEADLINE_EXCEEDED.
        """
        session = self._session = self._session or opened(self._settings)
        try:
            async with session.post(
                url.value, data=encode(command), allow_redirects=False
            ) as response:
                expect_taken(response.status)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise ControlFailed(*UNREACHED) from None  # its text tells the address
        except (aiohttp.ClientError, TimeoutError):
            raise ControlFailed(*LATE) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()


def expect_taken(status: int) -> None:
    """Raise `ControlFailed` for an HTTP status other than 2xx."""
    if status // 100 == 2:  # noqa: PLR2004  the class of success
        return
    known = STATUSES.get(HTTPStatus(status)) if status in STATUSES else None
    raise ControlFailed(*(known or CLASSES.get(status // 100, NOT_NOW)))


class Guarded(AbstractResolver):
    """Resolves the permitted hosts alone, to public addresses alone.

    What it returns is what is connected to: a name that moves after it was
    checked (DNS rebinding) is not looked up again.
    """

    def __init__(self, settings: Control) -> None:
        self._hosts = settings.hosts
        self._private = settings.private
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host; raises `OSError` if none is permitted."""
        if not is_among(host, self._hosts):
            raise OSError("not a host of Vapi's")
        found = await self._system.resolve(host, port, family)
        permitted = [a for a in found if self._private or is_public(a["host"])]
        if not permitted:
            log.warning("calls are controlled in no private network", host=host)
            raise OSError("no public address")
        return permitted

    async def close(self) -> None:
        """Close nothing: the system's resolver holds nothing."""


def opened(settings: Control) -> aiohttp.ClientSession:
    """Open a pool of connections; raises `ConfigError` for a file that is no PEM."""
    headers = {
        "content-type": "application/json",
        "user-agent": f"protophone-edge/{__version__}",
    }
    if settings.public_key:
        headers["authorization"] = f"Bearer {settings.public_key.value}"
    connector = aiohttp.TCPConnector(
        resolver=Guarded(settings),
        ssl=trust(settings.ca),
        keepalive_timeout=KEEPALIVE_SECONDS,
    )
    return aiohttp.ClientSession(
        connector=connector,
        headers=headers,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=settings.timeout),
    )


def trust(ca: str) -> ssl.SSLContext | bool:
    """Return who vouches for Vapi; raises `ConfigError` where a file cannot say."""
    try:
        return ssl.create_default_context(cafile=ca) if ca else True
    except OSError as error:  # ssl.SSLError is one
        raise ConfigError(f"{ca}: cannot be used: {error}") from error
