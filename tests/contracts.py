"""Contracts compiled for a test: from .proto to a descriptor pool, no stubs."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from google.protobuf import message_factory
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_tools import protoc
from protophone_build.contract import include_paths

from edge.tools.descriptors import in_order

PROTOS = Path(__file__).parent / "protos"


@cache
def descriptor_set(name: str, root: Path = PROTOS) -> bytes:
    """Return the descriptor set, with comments, of a .proto below `root`."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "set.binpb"
        arguments = [
            "protoc",
            *(f"-I{path}" for path in include_paths(root)),
            f"--descriptor_set_out={out}",
            "--include_imports",
            "--include_source_info",
            name,
        ]
        assert protoc.main(arguments) == 0
        return out.read_bytes()


@cache
def pool(name: str, root: Path = PROTOS) -> DescriptorPool:
    """Return a pool that holds a .proto and all it imports."""
    loaded = DescriptorPool()
    files = FileDescriptorSet.FromString(descriptor_set(name, root)).file
    for file in in_order(file.SerializeToString() for file in files):
        loaded.Add(file)
    return loaded


def message_class(of: DescriptorPool, full_name: str):
    """Return the class of a message in a pool."""
    return message_factory.GetMessageClass(of.FindMessageTypeByName(full_name))
