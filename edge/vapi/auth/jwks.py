"""The public keys of an authorization server (RFC 7517)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

import jwt
import structlog

from edge.config.credentials import OAuth2

TIMEOUT_SECONDS = 2.0
PAUSE_SECONDS = 10.0
"""The least time between two questions: strangers' key ids must not make us flood."""

MOST_BYTES = 1 << 20

log = structlog.get_logger(__name__)


class Keys:
    """The keys by their ids; learned in the background, and kept while none come."""

    def __init__(self, credential: OAuth2, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._url = credential.jwks_url
        self._refresh = credential.refresh
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._asked = float("-inf")
        self._asking: asyncio.Task[None] | None = None
        self.generation = 0
        """Grows whenever the server shows other keys than before."""

    def __contains__(self, key_id: str) -> bool:
        return key_id in self._keys

    def __getitem__(self, key_id: str) -> jwt.PyJWK:
        return self._keys[key_id]

    def look(self) -> None:
        """Ask again, in the background, where the last answer is old."""
        if abs(self._clock() - self._asked) > self._refresh:
            self._ask()

    async def learn(self) -> None:
        """Wait for keys that may be new; at once where they were just asked for."""
        if abs(self._clock() - self._asked) > PAUSE_SECONDS:
            self._ask()
        if self._asking:
            await asyncio.shield(self._asking)

    def _ask(self) -> None:
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._fetch())
            self._asked = self._clock()
            self._asking.add_done_callback(self._asked_for)

    def _asked_for(self, _: asyncio.Task[None]) -> None:
        self._asking = None

    async def _fetch(self) -> None:
        try:
            keys = keys_of(await fetched(self._url))
        except (OSError, ValueError, jwt.PyJWTError) as error:
            log.warning("keys not learned", url=self._url, why=str(error))
            return
        if ids_of(keys) != ids_of(self._keys):
            self.generation += 1
        self._keys = keys


class Issuers:
    """The keys of every server, kept while the settings change."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, float], Keys] = {}

    def keys(self, credential: OAuth2, clock: Callable[[], float]) -> Keys:
        """Return the keys a credential goes by: those there are, if its server stays.

        A server that is down at that moment shall not lock Vapi out.
        """
        name = (credential.jwks_url, credential.refresh)
        return self._keys.setdefault(name, Keys(credential, clock))


def keys_of(text: str) -> Mapping[str, jwt.PyJWK]:
    """Read a key set; raises `ValueError` or `PyJWTError` for what is none.

    A set of one key without an id has it under "", as its tokens have.
    """
    try:
        return {key.key_id or "": key for key in jwt.PyJWKSet.from_json(text)}
    except (AttributeError, RecursionError) as error:  # PyJWT expects an object
        raise ValueError("no key set") from error


def ids_of(keys: Mapping[str, jwt.PyJWK]) -> Mapping[str, object]:
    """Return what differs where a key does."""
    return {name: key._jwk_data for name, key in keys.items()}  # noqa: SLF001  shown nowhere else


async def fetched(url: str) -> str:
    """Return what lies at a URL; raises `OSError` or `ValueError`."""
    import httpx  # noqa: PLC0415  takes 0.1 s, which an edge without such a URL saves

    try:
        async with (
            asyncio.timeout(TIMEOUT_SECONDS),
            httpx.AsyncClient() as client,
            client.stream("GET", url) as response,
        ):
            response.raise_for_status()
            return await bounded(response.aiter_bytes())
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OSError(str(error)) from error


async def bounded(chunks: AsyncIterator[bytes]) -> str:
    """Join chunks, or raise `ValueError` where they are too many, or no text."""
    text = bytearray()
    async for chunk in chunks:
        text += chunk
        if len(text) > MOST_BYTES:
            raise ValueError("larger than a key set can be")
    return text.decode()
