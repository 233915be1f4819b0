"""Which fields the edge fills, and which it refuses to."""

import pytest

from edge.errors import DiscoveryError
from edge.tools.filling import compile_filling
from tests.contracts import pool

HEAD = """
syntax = "proto3";
package t;
import "protophone/v1/options.proto";
import "google/protobuf/timestamp.proto";
"""


def request(tmp_path, body):
    for name in ("CALL_ID", "CALLER_NUMBER", "NOW"):
        body = body.replace(name, f"[(protophone.v1.field).fill = FILL_{name}]")
    (tmp_path / "t.proto").write_text(HEAD + body)
    return pool("t.proto", tmp_path).FindMessageTypeByName("t.R")


@pytest.mark.parametrize(
    "body",
    [
        "message R { int32 a = 1 CALL_ID; }",
        "message R { repeated string a = 1 CALL_ID; }",
        "message R { repeated google.protobuf.Timestamp a = 1 NOW; }",
        "message R { bytes a = 1 CALLER_NUMBER; }",
    ],
)
def test_a_field_that_cannot_hold_the_value_makes_no_tool(tmp_path, body):
    with pytest.raises(DiscoveryError, match="only a string"):
        compile_filling(request(tmp_path, body))


@pytest.mark.parametrize(
    "body",
    [
        "message R { I i = 1; } message I { string a = 1 CALLER_NUMBER; }",
        "message R { R again = 1; string a = 2 CALLER_NUMBER; }",
        "message R { map<string, I> m = 1; } message I { string a = 1 CALL_ID; }",
        "message R { J j = 1; } message J { I i = 1; } message I { string a = 1 NOW; }",
    ],
)
def test_a_field_the_model_could_still_reach_makes_no_tool(tmp_path, body):
    with pytest.raises(DiscoveryError, match="only the request's own fields"):
        compile_filling(request(tmp_path, body))


def test_a_fill_that_this_edge_does_not_know_makes_no_tool(tmp_path):
    body = "message R { string a = 1 [(protophone.v1.field).fill = %s]; }"
    (tmp_path / "protophone/v1").mkdir(parents=True)
    newer = "FILL_UNSPECIFIED = 0; FILL_MOON = 99;"
    (tmp_path / "protophone/v1/options.proto").write_text(
        'syntax = "proto3"; package protophone.v1;'
        'import "google/protobuf/descriptor.proto";'
        "extend google.protobuf.FieldOptions { FieldOptions field = 78095; }"
        f"message FieldOptions {{ Fill fill = 2; }} enum Fill {{ {newer} }}"
    )
    (tmp_path / "t.proto").write_text(HEAD + body.replace("%s", "FILL_MOON"))
    message = pool("t.proto", tmp_path).FindMessageTypeByName("t.R")
    with pytest.raises(DiscoveryError, match="knows no fill 99"):
        compile_filling(message)


def test_a_request_without_such_fields_needs_no_filling(tmp_path):
    assert compile_filling(request(tmp_path, "message R { string a = 1; }")) is None
