"""The service's descriptors, and the program that serves them."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

HERE = Path(__file__).parent
PROTO = "service.proto"
BUILD_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Program:
    """What serves a descriptor set given as the last argument."""

    command: tuple[str, ...]
    language: str
    """Which of the two it is, and why if it is the slower one."""


def build(folder: Path) -> Program:
    """Compile the service in `folder`; without a compiler, the Python one serves."""
    python = (sys.executable, "-m", "bench.service")
    go = shutil.which("go")
    if not go:
        return Program(python, "Python, for there is no Go compiler")
    binary = folder.resolve() / "service"
    built = subprocess.run(  # noqa: S603  the compiler found above
        [go, "build", "-trimpath", "-buildvcs=false", "-o", str(binary), "."],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    if built.returncode:
        return Program(python, f"Python, for Go failed: {built.stderr.strip()[-200:]}")
    return Program((str(binary),), "Go")


def descriptors(folder: Path) -> FileDescriptorSet:
    """Compile the contract; raises `RuntimeError` where protoc refuses it."""
    out = folder / "service.binpb"
    google = files("grpc_tools") / "_proto"
    arguments = (f"-I{HERE}", f"-I{google}", f"--descriptor_set_out={out}", PROTO)
    if protoc.main(["protoc", *arguments]):
        raise RuntimeError(f"protoc cannot compile {PROTO}")
    return FileDescriptorSet.FromString(out.read_bytes())


def with_many(contract: FileDescriptorSet, tools: int) -> FileDescriptorSet:
    """Return the contract with so many rpcs like GetWeather in a service beside it."""
    many = FileDescriptorSet()
    many.CopyFrom(contract)
    (own,) = contract.file
    file = many.file.add(name="many.proto", package="tools.many.v1", syntax="proto3")
    file.dependency.append(own.name)
    service = file.service.add(name="ManyService")
    for number in range(tools):
        method = service.method.add()
        method.CopyFrom(own.service[0].method[0])
        method.name = f"GetWeather{number}"
        method.input_type = f".{own.package}.GetWeatherRequest"
        method.output_type = f".{own.package}.GetWeatherResponse"
    return many
