"""One service: its channel, and the tools it showed last."""

import asyncio
from asyncio import FIRST_COMPLETED
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import structlog
from google.protobuf.descriptor import MethodDescriptor

from edge.config import settings
from edge.config.policies import Policies
from edge.errors import DiscoveryError, NoReflection
from edge.policies.breaker import State
from edge.policies.lane import Lane
from edge.tools import descriptors, memory, reflection, sets
from edge.tools.building import build, pace_of
from edge.tools.channels import Channels, Listen
from edge.tools.comments import Comments
from edge.tools.descriptors import Contract
from edge.tools.options import tool_options
from edge.tools.tool import Call, Tool, path_of

RENEW_AFTER = 15
"""Looks in vain after which the channel itself is suspected."""

DOUBT_SECONDS = 10.0
"""How soon after a look a call that meets UNIMPLEMENTED may cause another."""

Key = tuple[str, str]

log = structlog.get_logger(__name__)


class Service:
    """A service keeps its tools while it is down: they are answered in words."""

    def __init__(
        self, config: settings.Service, data: Path, policies: Policies
    ) -> None:
        self.name = config.name
        self.tools: tuple[Tool, ...] = ()
        self.problems: tuple[str, ...] = ()
        """What of the contract cannot be offered, and why."""
        self.missing: str | None = "not tried yet"
        """Why the service does not answer; None while it does."""
        self.tried = False
        self.config = config
        self._file = data / "contracts" / f"{memory.name_of(config)}.msgpack"
        self._channels = Channels(config)
        terms = config.policies.over(policies)
        self._lane = Lane(self.name, terms, self._channels.healthy)
        self._contract: Contract | None = None
        self._failures = 0
        self._doubted = asyncio.Event()
        self._looked = 0.0

    @property
    def key(self) -> Key:
        """What tells it from every other: its name, and where it lies."""
        return self.name, self.config.target

    @property
    def answers(self) -> bool:
        """Whether it may be asked: it was seen, and is not left alone."""
        tried = self._lane.running < self._lane.room
        return self.missing is None and (tried or not self.left_alone)

    @property
    def left_alone(self) -> bool:
        """Whether its breaker is open, or closes with the next good answer."""
        return self._lane.breaker.state is not State.CLOSED

    def adopt(self, config: settings.Service, policies: Policies) -> None:
        """Follow an entry that differs in its weight and policies alone."""
        self.config = config
        terms = config.policies.over(policies)
        if terms != self._lane.terms:
            self._lane.adopt(terms)
            self.tools = tuple(
                replace(tool, pace=pace_of(tool.effects, terms)) for tool in self.tools
            )

    @property
    def known(self) -> bool:
        """Whether it has shown what it offers, if only before it went missing."""
        return bool(self.tools or self.hooks) or self.missing is None

    @property
    def lane(self) -> Lane:
        """The way to it, which all its calls share."""
        return self._lane

    @property
    def hooks(self) -> tuple[str, ...] | None:
        """The hook services it serves, by their last names; None: not known."""
        return self._contract.hooks if self._contract else None

    def ask(self, path: str) -> Call:
        """Return an rpc of bytes that is no tool; for now, for channels change."""
        return self._channels.unary(path)

    def listen(self, path: str) -> Listen:
        """Return an rpc of bytes that answers with a stream; for now, as above."""
        return self._channels.stream(path)

    def recall(self) -> None:
        """Offer what the service showed before the edge was restarted."""
        try:
            location = self.config.descriptors
            if location and not sets.is_remote(location):
                self._learn(sets.read_set(location))
            elif contract := memory.recall(self._file):
                self._learn(contract)
        except DiscoveryError as error:
            self.problems = (f"{self.name}: {error}",)

    async def look(self, *, timeout: float) -> bool:
        """Look at the service within `timeout` seconds; tell if its offer changed."""
        before = (self.tools, self.problems, self.missing)
        self._doubted.clear()
        self._looked = monotonic()
        try:
            await self._take(await self._read(timeout))
        except DiscoveryError as error:
            self._lost(str(error))
        except Exception:  # whatever a stranger's descriptors set off stays here
            log.exception("service not understood", service=self.name)
            self._lost("its contract cannot be used; the log says why")
        else:
            self._found()
            if await self._channels.follow(timeout=timeout):
                self._rebind()
        self.tried = True
        return before != (self.tools, self.problems, self.missing)

    def doubt(self) -> None:
        """Have the service looked at soon: a call says that it has changed."""
        if monotonic() - self._looked > DOUBT_SECONDS:
            self._doubted.set()

    async def rest(self, seconds: float) -> None:
        """Wait before the next look; less when the connection is lost, or in doubt."""
        reasons = [
            asyncio.ensure_future(self._channels.changed()),
            asyncio.ensure_future(self._doubted.wait()),
        ]
        try:
            await asyncio.wait(reasons, timeout=seconds, return_when=FIRST_COMPLETED)
        finally:
            for reason in reasons:
                reason.cancel()

    async def close(self, grace: float | None = None) -> None:
        """Close the channel; its calls have `grace` seconds, or are cancelled.

        Those that wait for their turn are calls too, which gRPC does not know of.
        """
        self._lane.close()
        left = await self._lane.idle(grace) if grace else grace
        await self._channels.close(left)

    async def _read(self, timeout: float) -> Contract:
        """Return the contract: the descriptor set where one is named."""
        if not self.config.descriptors:
            return await reflection.reflect(self._channels.now, timeout=timeout)
        location = self.config.descriptors
        contract = await asyncio.to_thread(sets.read_set, location, timeout=timeout)
        try:
            served = await reflection.served(self._channels.now, timeout=timeout)
        except NoReflection:
            return contract
        return replace(
            contract,
            services=tuple(filter(descriptors.offers_tools, served)),
            hooks=descriptors.hooks_among(served),
        )

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
                tools.append(self._build(method, comments))
            except DiscoveryError as error:
                problems.append(f"{self.name}: {error}")
        only = set(self.config.only)
        problems += [
            f"{self.name}: only names {name}, which it does not offer"
            for name in sorted(only - {tool.name for tool in tools})
        ]
        self.tools = tuple(tool for tool in tools if not only or tool.name in only)
        self.problems = tuple(problems)
        self._contract = contract

    def _build(self, method: MethodDescriptor, comments: Comments) -> Tool:
        return build(
            method,
            service=self.name,
            target=self.config.target,
            call=self._bind(method),
            comments=comments,
            doubt=self.doubt,
            lane=self._lane,
        )

    @staticmethod
    def _offered(methods: list[MethodDescriptor]) -> Iterator[MethodDescriptor]:
        return (method for method in methods if not tool_options(method).hidden)

    def _bind(self, method: MethodDescriptor) -> Call:
        # Of bytes: grpc would log what it cannot parse, and answer None.
        return self._channels.unary(path_of(method))

    def _found(self) -> None:
        if self.missing is not None:
            log.info("service answers", service=self.name, tools=len(self.tools))
            self._lane.breaker.returned()
        self.missing = None
        self._failures = 0

    def _lost(self, reason: str) -> None:
        if self.missing is None or not self.tried:
            log.warning("service missing", service=self.name, reason=reason)
        self.missing = reason
        self._failures += 1
        if self._failures % RENEW_AFTER == 0 and self._channels.renew():
            self._rebind()

    def _rebind(self) -> None:
        """Have the tools use the channel there is now."""
        self.tools = tuple(
            replace(tool, call=self._bind(tool.method)) for tool in self.tools
        )
