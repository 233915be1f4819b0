"""What `docs/schemas.md` promises."""

import json
import re

import pytest

from edge.tools.schemas import schema
from tests.tools.contracts import ROOT, contract

PAGE = (ROOT / "docs/schemas.md").read_text()
ROW = re.compile(r"^\| `(.+?)` \| `(\{.+\})`(, required)? \| (.*?) ?\|$", re.MULTILINE)
HEAD = """
syntax = "proto3";
package docs;
import "buf/validate/validate.proto";
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
enum Color {
  COLOR_UNSPECIFIED = 0;
  COLOR_RED = 1;  // The colour of fire.
  COLOR_BLUE = 2;
}
message Place { string city = 1; }
"""


@pytest.fixture(scope="module")
def documented(tmp_path_factory):
    """The fields of the page, compiled, each in a message of its own."""
    folder = tmp_path_factory.mktemp("docs")
    fields = [row[0] if row[0].endswith("}") else f"{row[0]};" for row in rows()]
    messages = (f"message M{n} {{ {field} }}\n" for n, field in enumerate(fields))
    (folder / "docs.proto").write_text(HEAD + "".join(messages))
    return contract("docs.proto", root=folder)


def rows():
    return ROW.findall(PAGE)


def bare(value):
    if isinstance(value, dict):
        return {k: bare(each) for k, each in value.items() if k != "description"}
    return value


def test_the_page_has_a_row_for_every_shape():
    assert len(rows()) == 32


@pytest.mark.parametrize("number", range(len(rows())))
def test_a_field_becomes_what_the_page_says(documented, number):
    _, expected, required, words = rows()[number]
    message = documented.message(f"docs.M{number}")
    written = schema(message, comments=documented.comments)
    first = next(iter(written["properties"].values()))
    assert bare(first) == json.loads(expected)
    assert first["description"].partition(". ")[2] == words
    assert bool(written.get("required")) is bool(required)
