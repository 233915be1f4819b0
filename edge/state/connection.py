"""The connection to JetStream: one boundary, where its errors become ours."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from time import monotonic
from typing import Any

import msgspec
import structlog
from msgspec import Struct
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import APIError, NotFoundError

from edge.config.store import Store
from edge.errors import StoreLost
from edge.state.access import options_of
from edge.state.streams import make_all

ANSWER_SECONDS = 2.0
"""How long one question to the store may take before it is asked anew."""

ANEW_SECONDS = 0.4
"""After how long without an answer what lies at a subject is asked anew."""

AGAIN_SECONDS = 0.1
STUCK_SECONDS = 6.0
"""After how long without any confirmation a server is stuck."""

KEPT_UP: Mapping[str, Any] = {
    "allow_reconnect": True,
    "max_reconnect_attempts": -1,
    "reconnect_time_wait": AGAIN_SECONDS,
    "ping_interval": 1,  # a cut network is noticed after three
}

EXPECTED = "Nats-Expected-Last-Subject-Sequence"

FIRST = {EXPECTED: "0"}
"""The headers of what is put only where nothing ever lay."""

TAKEN = frozenset({10071, 10164})
"""The subject holds something already."""

NOT_STORED = 10077
"""Either that, or there is no room: only the description tells."""

ONE_EACH = "maximum messages per subject"

log = structlog.get_logger(__name__)


class Put(Enum):
    """What became of something that was put."""

    STORED = "stored"
    AGAIN = "stored before, under the same id"
    TAKEN = "something else lies there"


class Purged(Struct):
    """The answer to a purge (NATS, JetStream wire API)."""

    success: bool = False
    purged: int = 0


class Connection:
    """A connection that comes back by itself for as long as the edge runs."""

    def __init__(
        self, store: Store, complain: Callable[[], None] = lambda: None
    ) -> None:
        self._complain = complain
        self._failing: dict[str, float] = {}
        """The streams that do not confirm, and since when."""
        self.ready = asyncio.Event()
        """Set once the streams are there."""
        self.client = Client()
        self._store = store
        self._renewing: asyncio.Task[None] | None = None

    @property
    def up(self) -> bool:
        """Whether the store can be asked at this moment."""
        return self.ready.is_set() and self.client.is_connected

    @property
    def stream(self) -> JetStreamContext:
        """JetStream, for questions that are answered soon or not at all."""
        return self._stream

    async def open(self, url: str) -> None:
        """Connect, and make the streams; tries until it succeeds."""
        await self.client.connect(
            servers=[part.strip() for part in url.split(",")],
            name="protophone-edge",
            error_cb=quiet,
            disconnected_cb=self._lost,
            reconnected_cb=self._found,
            **KEPT_UP,
            **options_of(self._store),
        )
        self._stream = self.client.jetstream(timeout=ANSWER_SECONDS)
        self._asking = self.client.jetstream(timeout=ANEW_SECONDS)
        await make_all(self._stream, self._store)
        self.ready.set()

    async def close(self) -> None:
        """Close it; what waits to be sent is lost."""
        self.ready.clear()
        if self._renewing:
            self._renewing.cancel()
        await self.client.close()

    async def put(
        self,
        subject: str,
        payload: bytes,
        *,
        seconds: float,
        headers: Mapping[str, str] | None = None,
    ) -> bool:
        """Put something where nothing lies yet; False where something does.

        As `publish`, for who need not know more.
        """
        put = await self.publish(subject, payload, seconds=seconds, headers=headers)
        return put is not Put.TAKEN

    async def publish(
        self,
        subject: str,
        payload: bytes,
        *,
        seconds: float,
        headers: Mapping[str, str] | None = None,
    ) -> Put:
        """Return what became of it, once that is durable.

        Tries for `seconds`, for a cluster may be electing; then raises `StoreLost`,
        and it may be stored or not.
        """
        end = asyncio.get_running_loop().time() + seconds
        while True:
            left = end - asyncio.get_running_loop().time()
            try:
                put = await self._publish(subject, payload, left, headers)
            except StoreLost:
                self._note_failure(subject)
                if left <= AGAIN_SECONDS:
                    raise
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                self._failing.pop(subject.partition(".")[0], None)
                return put

    async def last(self, subject: str, stream: str) -> RawStreamMsg | None:
        """Return the last thing at a subject, or None; raises `StoreLost`.

        A stream without a leader says nothing: it is asked anew, so that the next one
        need not wait until the question to the last has expired.
        """
        end = asyncio.get_running_loop().time() + ANSWER_SECONDS
        while True:
            try:
                return await self._last(subject, stream)
            except StoreLost:
                left = end - asyncio.get_running_loop().time()
                if left <= AGAIN_SECONDS or not self.up:
                    raise
                await asyncio.sleep(AGAIN_SECONDS)

    async def purge(self, stream: str, subject: str) -> int:
        """Remove everything at the subjects of a filter; raises `StoreLost`.

        Returns how many things were there.
        """
        request = msgspec.json.encode({"filter": subject})
        with converted():
            self._demand()
            answer = await self.client.request(
                f"$JS.API.STREAM.PURGE.{stream}", request, timeout=ANSWER_SECONDS
            )
        purged = msgspec.json.decode(answer.data, type=Purged)
        if not purged.success:
            raise StoreLost(f"{stream} cannot be purged now")
        return purged.purged

    async def _last(self, subject: str, stream: str) -> RawStreamMsg | None:
        with converted():
            self._demand()
            try:
                return await self._asking.get_last_msg(stream, subject)
            except NotFoundError:
                return None

    async def _publish(
        self,
        subject: str,
        payload: bytes,
        left: float,
        headers: Mapping[str, str] | None,
    ) -> Put:
        with converted():
            self._demand()
            try:
                ack = await self.stream.publish(
                    subject,
                    payload,
                    timeout=max(0.001, min(left, ANSWER_SECONDS)),
                    headers=dict(headers) if headers else None,
                )
            except APIError as error:
                if taken(error):
                    return Put.TAKEN
                raise
        return Put.AGAIN if ack.duplicate else Put.STORED

    def _note_failure(self, subject: str) -> None:
        """Complain of a server that is there, and has not confirmed for long."""
        stream, now = subject.partition(".")[0], monotonic()
        if not self.client.is_connected:
            self._failing.clear()
        elif now - self._failing.setdefault(stream, now) > STUCK_SECONDS:
            self._failing.clear()
            self._complain()

    def _demand(self) -> None:
        """Raise `StoreLost` at once where a question would only wait in a buffer."""
        if not self.up:
            raise StoreLost("the store is not connected")

    async def _lost(self) -> None:
        if self.ready.is_set():
            log.warning("store lost")

    async def _found(self) -> None:
        log.info("store found again")
        # A stream that lies in memory alone went with the server that held it.
        self._renewing = asyncio.create_task(make_all(self._stream, self._store))


def taken(error: APIError) -> bool:
    """Tell whether nothing was stored because something lies there already."""
    told = error.description or ""
    return error.err_code in TAKEN or (
        error.err_code == NOT_STORED and ONE_EACH in told
    )


@contextmanager
def converted() -> Iterator[None]:
    """Make `StoreLost` of whatever goes wrong between here and the store."""
    try:
        yield
    except (NatsError, OSError) as error:
        raise StoreLost(str(error) or type(error).__name__) from error


async def quiet(error: Exception) -> None:
    """Say nothing: that the store is lost, and found again, is said once."""
    del error
