"""A service's contract: its files, loaded into a pool of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from google.protobuf.message import DecodeError
from protophone.v1 import options_pb2

from edge.errors import DiscoveryError

OWN = options_pb2.DESCRIPTOR.pool
"""Protophone's contract and Google's types, for files that miss their imports."""

NOT_TOOLS = ("grpc.", "protophone.")
HOOKS = "protophone.v1."


@dataclass(frozen=True, slots=True)
class Contract:
    """What a service serves, as it was read."""

    services: tuple[str, ...]
    """The full names of the gRPC services whose rpcs are tools."""

    files: tuple[bytes, ...]
    """Serialized FileDescriptorProtos, in any order."""

    hooks: tuple[str, ...] | None = None
    """The names of Protophone's own services among them; None: not known."""


def offers_tools(service: str) -> bool:
    """Tell whether a gRPC service is one whose rpcs are tools."""
    return not service.startswith(NOT_TOOLS)


def hooks_among(services: Iterable[str]) -> tuple[str, ...]:
    """Return which of some gRPC services answer what Vapi asks, by their last names."""
    own = (name for name in services if name.startswith(HOOKS))
    return tuple(sorted(name.removeprefix(HOOKS) for name in own))


def contract_of(descriptor_set: bytes) -> Contract:
    """Read a descriptor set (`protoc --descriptor_set_out --include_imports`).

    Raises `DiscoveryError` when the bytes are none.
    """
    try:
        files = FileDescriptorSet.FromString(descriptor_set).file
    except DecodeError as error:
        raise DiscoveryError("is no descriptor set") from error
    services = (
        f"{file.package}.{service.name}".lstrip(".")
        for file in files
        for service in file.service
    )
    return Contract(
        services=tuple(filter(offers_tools, services)),
        files=tuple(file.SerializeToString() for file in files),
    )


def methods(contract: Contract) -> list[MethodDescriptor]:
    """Load a contract into a fresh pool and return its unary rpcs.

    Raises `DiscoveryError` when files clash, or miss imports the edge cannot
    stand in for.
    """
    pool = descriptor_pool.DescriptorPool()
    for file in in_order(contract.files):
        try:
            pool.AddSerializedFile(file.SerializeToString())
        except TypeError as error:
            raise DiscoveryError(f"{file.name} cannot be loaded: {error}") from error
    return [
        method
        for name in contract.services
        for method in methods_of(pool, name)
        if not (method.client_streaming or method.server_streaming)
    ]


def methods_of(
    pool: descriptor_pool.DescriptorPool, service: str
) -> Iterable[MethodDescriptor]:
    """Return every rpc of a gRPC service."""
    try:
        found = pool.FindServiceByName(service)
    except KeyError as error:
        raise DiscoveryError(f"no file defines {service}") from error
    return list(found.methods)


def in_order(files: Iterable[bytes]) -> Iterator[FileDescriptorProto]:
    """Yield each file after its imports, filling in those the edge knows itself."""
    known = by_name(files)
    done: set[str] = set()

    def visit(name: str) -> Iterator[FileDescriptorProto]:
        if name in done:
            return
        done.add(name)
        file = known.get(name) or own_file(name)
        for dependency in file.dependency:
            yield from visit(dependency)
        yield file

    for name in known:
        yield from visit(name)


def by_name(files: Iterable[bytes]) -> dict[str, FileDescriptorProto]:
    """Parse files, or raise `DiscoveryError` for garbage and for two of one name."""
    known: dict[str, FileDescriptorProto] = {}
    for data in files:
        try:
            file = FileDescriptorProto.FromString(data)
        except DecodeError as error:
            raise DiscoveryError("a file descriptor is garbage") from error
        if known.setdefault(file.name, file) != file:
            raise DiscoveryError(f"two different files are named {file.name}")
    return known


def own_file(name: str) -> FileDescriptorProto:
    """Return a file the edge has compiled in, or raise `DiscoveryError`."""
    try:
        found = OWN.FindFileByName(name)
    except KeyError as error:
        raise DiscoveryError(f"the import {name} is missing") from error
    file = FileDescriptorProto()
    found.CopyToProto(file)
    return file
