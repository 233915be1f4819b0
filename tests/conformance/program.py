"""The program under protobuf's conformance test: the edge's converters, exact.

    python program.py <descriptor set>

The runner sends it a length and a `ConformanceRequest`, again and again; it sends a
length and a `ConformanceResponse` back (conformance.proto says more).
"""

import struct
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import BinaryIO

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError, EncodeError
from google.protobuf.message_factory import GetMessageClass
from json_text import JsonError, dump, load
from unknown import known

from edge.errors import InvalidArguments
from edge.tools.arguments import compile_arguments
from edge.tools.results import compile_result

LENGTH = struct.Struct("<I")
PROTOBUF, JSON = 1, 2
IGNORE_UNKNOWN = 3


class Program:
    """Answers conformance requests about the messages of one pool."""

    def __init__(self, pool: DescriptorPool) -> None:
        self.pool = pool
        self.request, self.response = (
            GetMessageClass(pool.FindMessageTypeByName(f"conformance.{name}"))
            for name in ("ConformanceRequest", "ConformanceResponse")
        )
        self.readers = {"protobuf_payload": self.parse, "json_payload": self.read}
        self.writers = {PROTOBUF: self.serialize, JSON: self.write}

    def serve(self, requests: BinaryIO, responses: BinaryIO) -> None:
        """Answer until there is no more request."""
        while length := requests.read(LENGTH.size):
            request = self.request.FromString(requests.read(*LENGTH.unpack(length)))
            answer = self.answer(request).SerializeToString()
            responses.write(LENGTH.pack(len(answer)) + answer)
            responses.flush()

    def answer(self, request):
        """Return the response to one request."""
        read = self.readers.get(request.WhichOneof("payload"))
        write = self.writers.get(request.requested_output_format)
        if not (read and write):
            return self.response(skipped="neither binary nor JSON")
        try:
            message = read(request)
        except (DecodeError, InvalidArguments, JsonError) as error:
            return self.response(parse_error=str(error))
        try:
            return write(message)
        except (EncodeError, ValueError) as error:
            return self.response(serialize_error=str(error))

    def parse(self, request):
        """Return the message of a binary payload."""
        make = GetMessageClass(self.pool.FindMessageTypeByName(request.message_type))
        return make.FromString(request.protobuf_payload)

    def read(self, request):
        """Return the message of a JSON payload."""
        value = load(request.json_payload)
        if request.test_category == IGNORE_UNKNOWN:
            value = known(value, self.pool.FindMessageTypeByName(request.message_type))
        return self.reader(request.message_type)(value)

    def serialize(self, message):
        """Return the response that holds a message in binary."""
        return self.response(protobuf_payload=message.SerializeToString())

    def write(self, message):
        """Return the response that holds a message in JSON."""
        written = self.writer(message.DESCRIPTOR.full_name)(message)
        return self.response(json_payload=dump(written))

    @cache  # noqa: B019  one program lives as long as its process
    def reader(self, name: str) -> Callable:
        """Return the converter to messages of a type."""
        return compile_arguments(self.pool.FindMessageTypeByName(name), exact=True)

    @cache  # noqa: B019  one program lives as long as its process
    def writer(self, name: str) -> Callable:
        """Return the converter from messages of a type."""
        return compile_result(self.pool.FindMessageTypeByName(name), exact=True)


def read_pool(path: Path) -> DescriptorPool:
    """Return a pool of what a descriptor set holds."""
    pool = DescriptorPool()
    for file in FileDescriptorSet.FromString(path.read_bytes()).file:
        pool.Add(file)
    return pool


if __name__ == "__main__":
    Program(read_pool(Path(sys.argv[1]))).serve(sys.stdin.buffer, sys.stdout.buffer)
