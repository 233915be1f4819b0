"""The contract of the services that are broken, made for each by its name."""

from pathlib import Path
from tempfile import TemporaryDirectory

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_tools import protoc
from protophone_build.contract import include_paths

from edge.tools.descriptors import in_order

TEXT = """\
syntax = "proto3";
package tools.NAME.v1;
import "protophone/v1/options.proto";
// Says back what it is told, and keeps books.
service TitleService {
  // Says a word back.
  rpc EchoTitle(EchoTitleRequest) returns (EchoTitleResponse) {
    option idempotency_level = NO_SIDE_EFFECTS;
  }
  // Says a word back, from memory for a while.
  rpc RecallTitle(EchoTitleRequest) returns (EchoTitleResponse) {
    option idempotency_level = NO_SIDE_EFFECTS;
    option (protophone.v1.tool) = {
      cache: {nanos: 500000000}
      stale_if_error: {seconds: 60}
    };
  }
  // Writes a word down, once.
  rpc BookTitle(BookTitleRequest) returns (BookTitleResponse);
  // Tells who calls.
  rpc GreetTitle(GreetTitleRequest) returns (GreetTitleResponse) {
    option idempotency_level = NO_SIDE_EFFECTS;
  }
  MORE
}
message EchoTitleRequest {
  // The word.
  string word = 1;
  string caller_number = 2 [(protophone.v1.field).fill = FILL_CALLER_NUMBER];
  FIELD
}
message EchoTitleResponse { string speech = 1; }
message BookTitleRequest {
  // The word.
  string word = 1;
  string caller_number = 2 [(protophone.v1.field).fill = FILL_CALLER_NUMBER];
  string idempotency_key = 3 [(protophone.v1.field).fill = FILL_IDEMPOTENCY_KEY];
}
message BookTitleResponse { string speech = 1; }
message GreetTitleRequest {
  string caller_number = 1 [(protophone.v1.field).fill = FILL_CALLER_NUMBER];
}
message GreetTitleResponse { string number = 1; }
"""

VARIANTS = (
    {"MORE": "", "FIELD": ""},
    {
        "MORE": "// Waves.\n"
        "  rpc WaveTitle(EchoTitleRequest) returns (EchoTitleResponse);",
        "FIELD": "// How loud, of 10.\n  optional int32 loudness = 3;",
    },
)
"""A release, and the next: what a descriptor that changes under way becomes."""


def text_of(name: str, variant: int) -> str:
    """Return the contract of a service, in one of its releases."""
    text = TEXT
    for place, words in VARIANTS[variant].items():
        text = text.replace(place, words)
    return text.replace("Title", name.title()).replace("NAME", name)


def pool_of(name: str, variant: int) -> DescriptorPool:
    """Compile the contract; raises `RuntimeError` where protoc refuses it."""
    with TemporaryDirectory() as folder:
        proto, out = Path(folder, f"{name}.proto"), Path(folder, "set.binpb")
        proto.write_text(text_of(name, variant), encoding="utf-8")
        paths = [f"-I{path}" for path in (folder, *include_paths(Path(folder)))]
        outputs = [f"--descriptor_set_out={out}", "--include_imports"]
        if protoc.main(["protoc", *paths, *outputs, proto.name]):
            raise RuntimeError(f"protoc refuses the contract of {name}")
        files = FileDescriptorSet.FromString(out.read_bytes()).file
    pool = DescriptorPool()
    for file in in_order(file.SerializeToString() for file in files):
        pool.Add(file)
    return pool
