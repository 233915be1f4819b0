"""Keeps the toolbox in step with the services."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from edge.config.settings import Config
from edge.tools.service import Service
from edge.tools.toolbox import Toolbox

log = structlog.get_logger(__name__)


class Discovery:
    """The services, each looked at again and again, and the toolbox of them all."""

    def __init__(self, config: Config) -> None:
        data = Path(config.store.data)
        self.services = tuple(Service(entry, data) for entry in config.services)
        self.toolbox = Toolbox()
        self._times = config.discovery
        for service in self.services:
            service.recall()
        self._offer()

    @property
    def ready(self) -> bool:
        """Whether every service has been tried."""
        return all(service.tried for service in self.services)

    @property
    def missing(self) -> dict[str, str]:
        """The services that do not answer, each with the reason."""
        return {s.name: s.missing for s in self.services if s.missing is not None}

    @property
    def problems(self) -> Sequence[str]:
        """What is wrong with what the services offer."""
        own = [problem for service in self.services for problem in service.problems]
        return [*own, *self.toolbox.clashes]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look at the services in the background."""
        keepers = [asyncio.create_task(self._keep(s)) for s in self.services]
        try:
            yield
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)
            await self.close()

    async def look(self) -> None:
        """Look at every service once."""
        await asyncio.gather(*(self._look(service) for service in self.services))

    async def close(self) -> None:
        """Close the channels to the services."""
        await asyncio.gather(*(service.close() for service in self.services))

    async def _keep(self, service: Service) -> None:
        while True:
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

    def _offer(self) -> None:
        self.toolbox.replace(
            [service.tools for service in self.services],
            complete=all(s.tools or s.missing is None for s in self.services),
        )
