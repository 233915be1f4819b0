"""JSON and messages of any shape, there and back again."""

import json

import msgspec
import pytest
from google.protobuf import json_format
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.message_factory import GetMessageClass
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.tools import fields
from edge.tools.arguments import compile_arguments
from edge.tools.results import compile_result
from tests.tools.contracts import ROOT, Contract, contract
from tests.tools.random_messages import messages

OWN = contract(
    "arguments_shapes.proto", "arguments_legacy.proto", "arguments_editions.proto"
)
TOOLS = contract(
    *(f"tools/{name}/v1/{name}.proto" for name in ("customer", "email", "weather")),
    root=ROOT / "protos",
)
# Protobuf's own, where `tests/conformance/run` has fetched them.
FETCHED = ROOT / "build/conformance/messages.binpb"
GOOGLES = Contract(
    FileDescriptorSet.FromString(FETCHED.read_bytes() if FETCHED.is_file() else b"")
)
PACKAGES = ("arguments.", "tools.")
KINDS = [
    kind
    for compiled in (OWN, TOOLS)
    for file in compiled.files
    if file.package.startswith(PACKAGES)
    for kind in compiled.pool.FindFileByName(file.name).message_types_by_name.values()
    if kind.fields
] + [
    GOOGLES.message(f"protobuf_test_messages.{name}")
    for name in ("proto2.TestAllTypesProto2", "proto3.TestAllTypesProto3")
    if GOOGLES.files
]
FEW = settings(max_examples=15, deadline=None, derandomize=True)
BY_NAME = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.full_name)


def same(one, other):
    """Tell whether two messages are equal; unlike ==, NaN is."""
    return binary(one) == binary(other)


def binary(message):
    """Return the one way a message is written in binary."""
    return type(message).SerializePartialToString(message, deterministic=True)


def decoded(written):
    """Return JSON as it arrives over a wire."""
    return msgspec.json.decode(msgspec.json.encode(written))


def hides(kind):
    """Tell whether a type has a field no model may see."""
    return any(map(fields.is_redacted, (*kind.fields, *fields.extensions(kind))))


@BY_NAME
@FEW
@given(data=st.data())
def test_proto_json_is_read_back_as_the_message_it_was_written_from(kind, data):
    message = data.draw(messages(kind))
    written = decoded(compile_result(kind, exact=True)(message))
    assert same(compile_arguments(kind, exact=True)(written), message)


BY_NAME_BUT_HOSTILE = pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS if kind.name != "Hostile"],  # Google's own stumbles
    ids=lambda kind: kind.full_name,
)


@BY_NAME_BUT_HOSTILE
@FEW
@given(data=st.data())
def test_proto_json_is_what_google_writes(kind, data):
    message = data.draw(messages(kind))
    google = json_format.MessageToDict(message, descriptor_pool=kind.file.pool)
    assert json.dumps(compile_result(kind, exact=True)(message)) == json.dumps(google)


@BY_NAME_BUT_HOSTILE
@FEW
@given(data=st.data())
def test_proto_json_is_read_as_google_reads_it(kind, data):
    message = data.draw(messages(kind))
    google = json_format.MessageToDict(message, descriptor_pool=kind.file.pool)
    read = json_format.ParseDict(
        google, GetMessageClass(kind)(), descriptor_pool=kind.file.pool
    )
    assert same(compile_arguments(kind, exact=True)(decoded(google)), read)


@BY_NAME
@FEW
@given(data=st.data())
def test_a_model_may_write_proto_json(kind, data):
    message = data.draw(messages(kind, sayable=True))
    written = decoded(compile_result(kind, exact=True)(message))
    assert same(compile_arguments(kind)(written), message)


@pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS if not any(map(hides, fields.kinds_within(kind)))],
    ids=lambda kind: kind.full_name,
)
@FEW
@given(data=st.data())
def test_a_result_can_be_sent_back_as_arguments(kind, data):
    message = data.draw(messages(kind, sayable=True))
    written = decoded(compile_result(kind)(message))
    assert same(compile_arguments(kind)(written), message)
