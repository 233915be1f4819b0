"""Keeps the toolbox in step with the services."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from msgspec.structs import replace

from edge.config import settings
from edge.config.policies import Overrides, Policies
from edge.config.settings import Config
from edge.endings import ended
from edge.tools.channel import leaving
from edge.tools.releases import Release
from edge.tools.service import Key, Service
from edge.tools.toolbox import Toolbox

log = structlog.get_logger(__name__)


class Discovery:
    """The services, each looked at again and again, and the toolbox of them all."""

    def __init__(self, config: Config) -> None:
        self.services: tuple[Service, ...] = ()
        self.toolbox = Toolbox()
        self.tried = asyncio.Event()
        """Set once every service has been tried."""
        self._times = config.discovery
        self._tasks: dict[Service, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._running = False
        self.adopt(config)

    def adopt(self, config: Config) -> None:
        """Follow these settings; a service whose entry stays is left alone.

        Raises `ConfigError`, and changes nothing, where one cannot be opened.
        """
        data = Path(config.discovery.memory)
        known = {service.key: service for service in self.services}
        services = tuple(
            adopted(entry, known, data, config.policies) for entry in config.services
        )
        leaving = set(self.services) - set(services)
        self.services, self._times = services, config.discovery
        self._offer()
        for service in leaving:
            self._dismiss(service, config.patience)
        if self._running:
            self._attend()

    @property
    def ready(self) -> bool:
        """Whether every service has been tried."""
        return all(service.tried for service in self.services)

    @property
    def missing(self) -> dict[str, str]:
        """The services that do not answer, each with the reason."""
        return {s.name: s.missing for s in self.services if s.missing is not None}

    @property
    def left_alone(self) -> Sequence[str]:
        """The services that are not asked, for they fail or are late."""
        return sorted({s.name for s in self.services if s.left_alone})

    @property
    def problems(self) -> Sequence[str]:
        """What is wrong with what the services offer."""
        own = [problem for service in self.services for problem in service.problems]
        return [*own, *self.toolbox.clashes]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look at the services in the background."""
        self._running = True
        self._attend()
        try:
            yield
        finally:
            await ended([*self._tasks.values(), *self._leaving])
            await self.close()

    async def look(self) -> None:
        """Look at every service once."""
        await asyncio.gather(*(self._look(service) for service in self.services))

    async def close(self) -> None:
        """Close the channels to the services."""
        await asyncio.gather(*(service.close() for service in self.services))

    def _attend(self) -> None:
        """Give each service that has none a task that looks at it."""
        for service in self.services:
            if service not in self._tasks:
                self._tasks[service] = asyncio.create_task(self._keep(service))

    def _dismiss(self, service: Service, grace: float) -> None:
        """Look at a service no more, and close it when its calls are done."""
        task = self._tasks.pop(service, None)
        if task:
            task.cancel()
        leaving = asyncio.create_task(service.close(grace))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    async def _keep(self, service: Service) -> None:
        while not leaving():  # gRPC may take a cancellation for a look's own failure
            await self._look(service)
            if service.missing is None:
                await service.rest(self._times.refresh)
            else:
                await asyncio.sleep(self._times.retry)

    async def _look(self, service: Service) -> None:
        before = set(self.problems)
        if await service.look(timeout=self._times.timeout):
            self._offer()
        for problem in set(self.problems) - before:
            log.warning("tool not offered", service=service.name, problem=problem)
        if self.ready:
            self.tried.set()

    def _offer(self) -> None:
        self.toolbox.replace(
            [offer_of(service) for service in self.services],
            complete=all(service.known for service in self.services),
        )


def adopted(
    entry: settings.Service,
    known: Mapping[Key, Service],
    data: Path,
    policies: Policies,
) -> Service:
    """Return the service of an entry: the one there is, if the way to it stays."""
    old = known.get((entry.name, entry.target))
    if old and way_of(entry) == way_of(old.config):
        old.adopt(entry, policies)
        return old
    service = Service(entry, data, policies)
    service.recall()
    return service


def way_of(entry: settings.Service) -> settings.Service:
    """Return an entry without what may change while the service stays."""
    return replace(entry, weight=1.0, policies=Overrides())


def offer_of(service: Service) -> list[Release]:
    """Return what a service offers, as releases of its tools."""
    return [
        Release(tool, service.config.weight, lambda: service.answers)
        for tool in service.tools
    ]
