"""The contract of a new service, as protoc reads it."""

import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from google.protobuf.descriptor import (
    FileDescriptor,
    MethodDescriptor,
    ServiceDescriptor,
)
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool

from edge.errors import ConfigError
from edge.tools.comments import Comments

CAMEL_CASE = re.compile(r"[A-Z][A-Za-z0-9]*")
PACKAGE = re.compile(r"(?:^|;)\s*package\s+([\w.]+)\s*;", re.MULTILINE)
VERSION = re.compile(r"v\d+\w*")
WITH_COMMENTS = ("--include_imports", "--include_source_info")
SHARED = ("google/", "protophone/")
NO_PROTOC = "No module named"


@dataclass(frozen=True, slots=True)
class Contract:
    """One file that defines one service."""

    file: FileDescriptor
    service: ServiceDescriptor
    rpcs: tuple[MethodDescriptor, ...]
    comments: Comments

    @property
    def path(self) -> PurePosixPath:
        """Where it lies below `protos/`: tools/parcels/v1/parcels.proto."""
        return PurePosixPath(self.file.name)

    @property
    def home(self) -> PurePosixPath:
        """The folder of all its versions: tools/parcels."""
        folder = self.path.parent
        return folder.parent if VERSION.fullmatch(folder.name) else folder


def read(name: str, roots: Iterable[Path]) -> Contract:
    """Compile the proto `name`, found below one of `roots`, which hold its imports.

    Raises `ConfigError` where protoc does, and for a contract that is no service's.
    """
    if "/" not in name:
        raise ConfigError(f"{name}: lies in no folder, such as tools/parcels/v1")
    files = compiled(name, roots).file
    pool = DescriptorPool()
    for file in files:
        pool.AddSerializedFile(file.SerializeToString())
    found = pool.FindFileByName(name)
    expect_own(found)
    services = list(found.services_by_name.values())
    if len(services) != 1:
        raise ConfigError(f"{name}: defines {len(services)} services, not one")
    rpcs = tuple(map(usable, services[0].methods))
    if not rpcs:
        raise ConfigError(f"{services[0].full_name}: has no rpc")
    return Contract(found, services[0], rpcs, Comments(files))


def expect_own(file: FileDescriptor) -> None:
    """Raise `ConfigError` for a contract that shares messages with another."""
    for imported in file.dependencies:
        if not imported.name.startswith(SHARED):
            raise ConfigError(
                f"{file.name}: imports {imported.name}; a contract shares nothing but "
                "google/* and protophone/* with others"
            )


def path_of(text: str, name: str) -> str:
    """Return where a contract belongs by its package: tools/parcels/v1/<name>.

    That is buf's PACKAGE_DIRECTORY_MATCH. Raises `ConfigError` without a package.
    """
    package = PACKAGE.search(text)
    if not package:
        raise ConfigError(f"{name}: names no package, such as tools.parcels.v1")
    return f"{package[1].replace('.', '/')}/{name}"


def usable(rpc: MethodDescriptor) -> MethodDescriptor:
    """Return an rpc that can be a tool, or raise `ConfigError`."""
    if rpc.client_streaming or rpc.server_streaming:
        raise ConfigError(f"{rpc.full_name}: is a stream; a tool is a unary rpc")
    for name in (rpc.name, rpc.containing_service.name):
        if not CAMEL_CASE.fullmatch(name):
            raise ConfigError(f"{rpc.full_name}: {name} is not in CamelCase")
    return rpc


def compiled(name: str, roots: Iterable[Path]) -> FileDescriptorSet:
    """Return a proto and its imports; raises `ConfigError` with what protoc says."""
    paths = [f"-I{root}" for root in roots if root.is_dir()]
    with TemporaryDirectory() as folder:
        path = Path(folder, "contract.binpb")
        command = [sys.executable, "-m", "grpc_tools.protoc", *paths, *WITH_COMMENTS]
        command += [f"--descriptor_set_out={path}", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  the command is our own
        if done.returncode:
            raise ConfigError(f"{name}: {complaint(done.stderr)}")
        return FileDescriptorSet.FromString(path.read_bytes())


def complaint(said: str) -> str:
    """Return what protoc says about protos, without its remarks about itself."""
    if NO_PROTOC in said:
        return "is for protoc to read, which is not here: pip install 'protophone[new]'"
    lines = [line for line in said.splitlines() if ".proto:" in line]
    return "protoc refuses it:\n" + "\n".join(lines)
