"""Counters that replicas share, and that an edge does without while they are away."""

import asyncio
from time import monotonic
from urllib.parse import urlsplit

import structlog
from limits import RateLimitItem
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from edge.errors import ConfigError

STORAGE_SECONDS = 0.25
"""How long a storage may take; who calls is let in where it does not answer."""

AT_ONCE = 8
"""How many ask it at once, each over a connection of its own: a crowd would spend
the time on connecting."""

PAUSE_SECONDS = 1.0
"""How long one that has failed is left alone: then one asks for all."""

LOG_SECONDS = 10.0

ASYNC = "async+"
"""What the library puts before the schemes that do not block."""

MISSING = "minimum version"
"""How the library tells of a driver that is not installed, or too old."""

HINT = "the client of Redis is not installed: pip install 'protophone[redis]'"
NONE = "not the address of a storage, such as redis://:password@host:6379"

log = structlog.get_logger(__name__)


class Shared:
    """A storage of the library `limits`."""

    def __init__(self, address: str, *, seconds: float = STORAGE_SECONDS) -> None:
        """Raise `ConfigError` for an address that cannot be used."""
        self.address = address
        self._seconds = seconds
        self._limiter = limiter_of(address)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._again = 0.0
        """When it may be asked again; 0 while it answers."""
        self._told = -LOG_SECONDS

    async def hit(self, item: RateLimitItem, kind: str, key: str) -> bool | None:
        """Count, and tell whether that is within the limit; None: nobody knows."""
        now = monotonic()
        if now < self._again:
            return None
        if self._again:
            self._again = now + PAUSE_SECONDS
        try:
            async with asyncio.timeout(self._seconds), self._turns:
                within = await self._limiter.hit(item, kind, key)
        except Exception as error:  # noqa: BLE001  each storage raises its own
            self._again = monotonic() + PAUSE_SECONDS
            self._tell(error)
            return None
        self._again = 0.0
        return within

    async def aclose(self) -> None:
        """Close its connections, where it has any."""
        bridge = getattr(self._limiter.storage, "bridge", None)
        if bridge:
            await bridge.storage.aclose()

    def _tell(self, error: Exception) -> None:
        if monotonic() - self._told > LOG_SECONDS:
            self._told = monotonic()
            log.warning("limits not shared", why=repr(error)[:200])


def limiter_of(address: str) -> FixedWindowRateLimiter:
    """Return what counts at an address; raises `ConfigError`, without repeating it."""
    waiting = ASYNC + address.removeprefix(ASYNC)
    redis = waiting.startswith(f"{ASYNC}redis")
    options = {"implementation": "redispy"} if redis else {}
    try:
        urlsplit(waiting).port  # noqa: B018  raises for what is none
        return FixedWindowRateLimiter(storage_from_string(waiting, **options))
    except (AssertionError, TypeError, ValueError, ConfigurationError) as error:
        raise ConfigError(f"limits.storage: {reason(error, redis=redis)}") from None


def reason(error: Exception, *, redis: bool) -> str:
    """Return why there is no storage, in words that hold no part of its address."""
    if MISSING not in str(error):
        return NONE
    return HINT if redis else str(error).partition(" See ")[0]
