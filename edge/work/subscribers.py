"""Who wants which events: the services that serve `CallEventService`."""

import asyncio
from collections.abc import Mapping

import grpc.aio
import msgspec
import structlog
from google.protobuf.message import DecodeError
from protophone.v1.events_pb2 import ListEventTypesRequest, ListEventTypesResponse

from edge.errors import StoreLost
from edge.state.connection import Connection
from edge.state.places import NOBODY, Place
from edge.state.reading import read
from edge.state.streams import KEYS
from edge.tools.discovery import Discovery
from edge.tools.service import Service
from edge.vapi.messages import Message
from edge.vapi.typed.subscriptions import wanted

HOOK = "CallEventService"
LIST = f"/protophone.v1.{HOOK}/ListEventTypes"
DELIVER = f"/protophone.v1.{HOOK}/DeliverEvent"

ASK_SECONDS = 5.0
LOOK_SECONDS = 0.2
"""How often one looks for a service that was not met yet."""

AGAIN_SECONDS = 30.0
"""How often a service is asked anew what it wants."""

Types = frozenset[str]

log = structlog.get_logger(__name__)


class Subscribers:
    """What each subscriber wants, also while it is down, and after a restart."""

    def __init__(self, discovery: Discovery, connection: Connection) -> None:
        self._discovery = discovery
        self._connection = connection
        self._types: dict[str, Types] = {}
        self._asked: dict[str, float] = {}
        self._all: Types = frozenset()
        self._settled = False
        self._changed = asyncio.Condition()

    @property
    def names(self) -> list[str]:
        """The services that want anything."""
        return [name for name, types in self._types.items() if types]

    def wants(self, message: Message) -> bool:
        """Tell whether anybody may want a message."""
        if self._all and wanted(message, self._all):
            return True
        return not self._settled and self._unknown()

    async def of(self, message: Message) -> tuple[str, ...]:
        """Return who wants a message; waits for those that were just met to say."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._unknown())
        return tuple(n for n, types in self._types.items() if wanted(message, types))

    def release(self, name: str) -> Service | None:
        """Return the service of a name, a living one where there are several."""
        found = [s for s in self._discovery.services if s.name == name]
        living = [service for service in found if service.missing is None]
        return next(iter(living or found), None)

    async def run(self) -> None:
        """Ask every service that serves the hook, again and again."""
        await self._recall()
        while True:
            for service in self._met():
                await self._ask(service)
            self._settled = self._discovery.ready and not self._unknown()
            await asyncio.sleep(LOOK_SECONDS)

    def _met(self) -> list[Service]:
        """Return the services that are due to be asked."""
        now = asyncio.get_running_loop().time()
        return [
            service
            for service in self._discovery.services
            if HOOK in (service.hooks or ())
            and service.missing is None
            and now - self._asked.get(service.name, -AGAIN_SECONDS) >= AGAIN_SECONDS
        ]

    def _unknown(self) -> bool:
        """Tell whether a service that may want events has yet to say which.

        One that is down, and never said so, does not hold up the others' events.
        """
        return any(
            HOOK in (service.hooks or ())
            and service.name not in self._types
            and (service.missing is None or not service.tried)
            for service in self._discovery.services
        )

    async def _ask(self, service: Service) -> None:
        self._asked[service.name] = asyncio.get_running_loop().time()
        request = ListEventTypesRequest().SerializeToString()
        try:
            answer = await service.ask(LIST)(request, timeout=ASK_SECONDS)
            types = frozenset(ListEventTypesResponse.FromString(answer).types)
        except (grpc.aio.AioRpcError, DecodeError) as error:
            log.warning("subscriber does not say what it wants", service=service.name)
            log.debug("why", why=str(error))
            del self._asked[service.name]
            return
        if self._types.get(service.name) != types:
            await self._learn(service.name, types)

    async def _learn(self, name: str, types: Types) -> None:
        log.info("subscriber", service=name, types=sorted(types))
        await self._take({name: types})
        try:
            await self._connection.put(
                place(name), msgspec.json.encode(sorted(types)), seconds=ASK_SECONDS
            )
        except StoreLost as error:
            log.warning("subscriber not kept", service=name, why=str(error))

    async def _take(self, known: Mapping[str, Types]) -> None:
        async with self._changed:
            self._types |= known
            self._all = frozenset().union(*self._types.values())
            self._changed.notify_all()

    async def _recall(self) -> None:
        """Learn what services wanted before the edge was started."""
        await self._connection.ready.wait()
        names = {service.name for service in self._discovery.services}
        known: Mapping[str, Types] = {}
        try:
            places = {place(name): name for name in names}
            known = {
                places[entry.subject]: msgspec.json.decode(entry.data, type=Types)
                async for entry in read(self._connection, KEYS)
                if entry.subject in places
            }
        except StoreLost as error:
            log.warning("subscribers not recalled", why=str(error))
        await self._take(known)


def place(name: str) -> str:
    """Return where a subscriber's types are kept."""
    return Place(NOBODY, "subscribers", (name,)).subject(KEYS)
