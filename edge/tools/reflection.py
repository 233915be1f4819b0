"""What a running service says of itself: gRPC server reflection."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import grpc.aio
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.message import DecodeError
from grpc_reflection.v1alpha.reflection_pb2 import (
    ServerReflectionRequest,
    ServerReflectionResponse,
)

from edge.errors import DiscoveryError, NoReflection
from edge.tools.descriptors import Contract, hooks_among, offers_tools

VERSIONS = ("v1", "v1alpha")
"""The messages of both are alike on the wire; not every server has both."""

Learned = TypeVar("Learned")

UNIMPLEMENTED, INTERNAL = grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.INTERNAL

MOST_FILES = 1000
MOST_BYTES = 16 << 20


async def served(channel: grpc.aio.Channel, *, timeout: float) -> tuple[str, ...]:
    """Return the names of all gRPC services.

    Raises `DiscoveryError` when the service is down, late, or has no reflection.
    """
    return tuple(sorted(await conversation(channel, list_services, timeout=timeout)))


async def reflect(channel: grpc.aio.Channel, *, timeout: float) -> Contract:
    """Return the whole contract of a service, as `served` within `timeout` seconds."""

    async def learn(stream: "Stream") -> Contract:
        names = await list_services(stream)
        services = sorted(filter(offers_tools, names))
        files = await files_of(stream, services)
        return Contract(tuple(services), files, hooks_among(names))

    return await conversation(channel, learn, timeout=timeout)


class Stream:
    """One reflection stream: a question at a time."""

    def __init__(self, call: Any) -> None:  # noqa: ANN401  grpc.aio's call is generic
        self.call = call

    async def ask(self, **question: Any) -> ServerReflectionResponse:  # noqa: ANN401
        """Ask, and return the answer."""
        await self.call.write(ServerReflectionRequest(**question))
        answer = await self.call.read()
        if not isinstance(answer, ServerReflectionResponse):
            raise DiscoveryError("reflection ended in the middle")
        return answer


async def conversation(
    channel: grpc.aio.Channel,
    talk: Callable[["Stream"], Awaitable[Learned]],
    *,
    timeout: float,
) -> Learned:
    """Hold one conversation, in the newest version the service speaks."""
    for version in VERSIONS:
        method = channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=ServerReflectionRequest.SerializeToString,
            response_deserializer=ServerReflectionResponse.FromString,
        )
        call = method(timeout=timeout)
        try:
            return await talk(Stream(call))
        except grpc.aio.AioRpcError as error:
            # A write into a stream that has ended fails as INTERNAL, whyever it has.
            code = await call.code()
            unknown = code in {UNIMPLEMENTED, INTERNAL}
            if not unknown or (code is INTERNAL and version == VERSIONS[-1]):
                raise DiscoveryError(code.name) from error
        finally:
            call.cancel()
    raise NoReflection("has no reflection; name its descriptor set beside its target")


async def list_services(stream: Stream) -> list[str]:
    """Return the names of all gRPC services."""
    answer = await stream.ask(list_services="")
    return [service.name for service in answer.list_services_response.service]


async def files_of(stream: Stream, services: Iterable[str]) -> tuple[bytes, ...]:
    """Return the files that define `services`, and all they import."""
    files: dict[str, bytes] = {}
    questions = [{"file_containing_symbol": service} for service in services]
    asked: set[str] = set()
    while questions:
        answer = await stream.ask(**questions.pop())
        for data in answer.file_descriptor_response.file_descriptor_proto:
            file = parsed(data)
            if file.name in files:
                continue
            files[file.name] = data
            asked.add(file.name)
            missing = [name for name in file.dependency if name not in asked]
            asked.update(missing)
            questions += [{"file_by_filename": name} for name in missing]
        if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
            raise DiscoveryError("reflection shows more than a contract can hold")
    return tuple(files[name] for name in sorted(files))


def parsed(data: bytes) -> FileDescriptorProto:
    """Parse a file descriptor, or raise `DiscoveryError`."""
    try:
        return FileDescriptorProto.FromString(data)
    except DecodeError as error:
        raise DiscoveryError("reflection shows garbage") from error
