"""One service: its channel, and the tools it showed last."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog
from google.protobuf.descriptor import MethodDescriptor

from edge.config import settings
from edge.errors import DiscoveryError, NoReflection
from edge.tools import descriptors, memory, reflection
from edge.tools.channel import open_channel
from edge.tools.comments import Comments
from edge.tools.descriptors import Contract
from edge.tools.options import tool_options
from edge.tools.tool import Call, Tool, build, path_of

REBUILD_AFTER = 15
"""Looks in vain after which the channel itself is suspected."""

log = structlog.get_logger(__name__)


class Service:
    """A service keeps its tools while it is down: they are answered in words."""

    def __init__(self, config: settings.Service, data: Path) -> None:
        self.name = config.name
        self.tools: tuple[Tool, ...] = ()
        self.problems: tuple[str, ...] = ()
        """What of the contract cannot be offered, and why."""
        self.missing: str | None = "not tried yet"
        """Why the service does not answer; None while it does."""
        self.tried = False
        self._config = config
        self._file = data / "contracts" / f"{config.name}.msgpack"
        self._channel = open_channel(config.target)
        self._contract: Contract | None = None
        self._failures = 0

    def recall(self) -> None:
        """Offer what the service showed before the edge was restarted."""
        try:
            if self._config.descriptors:
                self._learn(descriptors.read_set(Path(self._config.descriptors)))
            elif contract := memory.recall(self._file):
                self._learn(contract)
        except DiscoveryError as error:
            self.problems = (f"{self.name}: {error}",)

    async def look(self, *, timeout: float) -> bool:
        """Look at the service within `timeout` seconds; tell if its offer changed."""
        before = (self.tools, self.problems, self.missing)
        try:
            await self._take(await self._read(timeout))
        except DiscoveryError as error:
            await self._lost(str(error))
        except Exception:  # whatever a stranger's descriptors set off stays here
            log.exception("service not understood", service=self.name)
            await self._lost("its contract cannot be used; the log says why")
        else:
            self._found()
        self.tried = True
        return before != (self.tools, self.problems, self.missing)

    async def rest(self, seconds: float) -> None:
        """Wait before the next look; not so long when the connection is lost."""
        state = self._channel.get_state()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._channel.wait_for_state_change(state)

    async def close(self) -> None:
        """Close the channel; calls that still run on it are cancelled."""
        await self._channel.close()

    async def _read(self, timeout: float) -> Contract:
        """Return the contract: the descriptor set where one is named."""
        if not self._config.descriptors:
            return await reflection.reflect(self._channel, timeout=timeout)
        path = Path(self._config.descriptors)
        contract = await asyncio.to_thread(descriptors.read_set, path)
        try:
            served = await reflection.served(self._channel, timeout=timeout)
        except NoReflection:
            return contract
        return replace(contract, services=served)

    async def _take(self, contract: Contract) -> None:
        if contract == self._contract:
            return
        self._learn(contract)
        try:
            await asyncio.to_thread(memory.remember, self._file, contract)
        except OSError as error:
            log.warning("contract not kept", service=self.name, reason=error.strerror)

    def _learn(self, contract: Contract) -> None:
        """Offer a contract's tools; what cannot be offered becomes a problem."""
        tools: list[Tool] = []
        problems: list[str] = []
        comments = Comments(descriptors.by_name(contract.files).values())
        for method in self._offered(descriptors.methods(contract)):
            try:
                tools.append(build(method, self.name, self._bind(method), comments))
            except DiscoveryError as error:
                problems.append(f"{self.name}: {error}")
        only = set(self._config.only)
        problems += [
            f"{self.name}: only names {name}, which it does not offer"
            for name in sorted(only - {tool.name for tool in tools})
        ]
        self.tools = tuple(tool for tool in tools if not only or tool.name in only)
        self.problems = tuple(problems)
        self._contract = contract

    @staticmethod
    def _offered(methods: list[MethodDescriptor]) -> Iterator[MethodDescriptor]:
        return (method for method in methods if not tool_options(method).hidden)

    def _bind(self, method: MethodDescriptor) -> Call:
        # Of bytes: grpc would log what it cannot parse, and answer None.
        return self._channel.unary_unary(path_of(method))

    def _found(self) -> None:
        if self.missing is not None:
            log.info("service answers", service=self.name, tools=len(self.tools))
        self.missing = None
        self._failures = 0

    async def _lost(self, reason: str) -> None:
        if self.missing is None or not self.tried:
            log.warning("service missing", service=self.name, reason=reason)
        self.missing = reason
        self._failures += 1
        if self._failures % REBUILD_AFTER == 0:
            await self._rebuild()

    async def _rebuild(self) -> None:
        """Start over with a new channel; the tools move to it."""
        dead, self._channel = self._channel, open_channel(self._config.target)
        self.tools = tuple(
            replace(tool, call=self._bind(tool.method)) for tool in self.tools
        )
        await dead.close()
