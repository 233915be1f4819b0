"""What a service says of itself, asked one question at a time."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import grpc.aio
from grpc_reflection.v1alpha.reflection_pb2 import (
    ServerReflectionRequest,
    ServerReflectionResponse,
)

from edge.errors import DiscoveryError, NoReflection
from edge.tools.descriptors import Contract, offers_tools
from edge.tools.reflection import VERSIONS, Stream, files_of, list_services

Learned = TypeVar("Learned")


class Questions(Stream):
    """Reflection in one version, where each question is a call of its own.

    A second write into a stream that its server has ended would hide why it has.
    """

    def __init__(
        self, channel: grpc.aio.Channel, version: str, *, timeout: float
    ) -> None:
        method = channel.unary_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=ServerReflectionRequest.SerializeToString,
            response_deserializer=ServerReflectionResponse.FromString,
        )
        super().__init__(method)
        self._timeout = timeout

    async def ask(self, **question: Any) -> ServerReflectionResponse:  # noqa: ANN401  as the edge's own
        """Ask, and return the answer."""
        call = self.call(ServerReflectionRequest(**question), timeout=self._timeout)
        try:
            answer = await call.read()
        finally:
            call.cancel()
        if not isinstance(answer, ServerReflectionResponse):
            raise DiscoveryError("reflection leaves a question without an answer")
        return answer


async def served(channel: grpc.aio.Channel, *, timeout: float) -> tuple[str, ...]:
    """Return the gRPC services that offer tools, as `edge.tools.reflection` does.

    Each question may take `timeout` seconds. Raises `DiscoveryError`.
    """
    return tuple(filter(offers_tools, await listed(channel, timeout=timeout)))


async def listed(channel: grpc.aio.Channel, *, timeout: float) -> tuple[str, ...]:
    """Return all gRPC services, as above."""
    return tuple(sorted(await answered(channel, list_services, timeout=timeout)))


async def reflect(channel: grpc.aio.Channel, *, timeout: float) -> Contract:
    """Return the contract that a service shows, as `served` does."""

    async def learn(stream: Stream) -> Contract:
        services = sorted(filter(offers_tools, await list_services(stream)))
        return Contract(tuple(services), await files_of(stream, services))

    return await answered(channel, learn, timeout=timeout)


async def answered(
    channel: grpc.aio.Channel,
    talk: Callable[[Stream], Awaitable[Learned]],
    *,
    timeout: float,
) -> Learned:
    """Return what is learned in the newest version the service speaks."""
    for version in VERSIONS:
        try:
            return await talk(Questions(channel, version, timeout=timeout))
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.UNIMPLEMENTED:
                raise DiscoveryError(error.code().name) from error
    raise NoReflection("has no reflection")
