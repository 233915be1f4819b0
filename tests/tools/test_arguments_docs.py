"""Every row of docs/arguments.md holds."""

import json
import re

import msgspec
import pytest

from edge.errors import InvalidArguments
from edge.tools.arguments import compile_arguments
from tests.tools.contracts import ROOT, contract

PAGE = (ROOT / "docs/arguments.md").read_text()
ROW = re.compile(r"^\| (`.+?`) \| (.+) \|$", re.MULTILINE)
TAKEN, REFUSED = (
    [(sent.strip("`"), right.strip("`")) for sent, right in ROW.findall(part)]
    for part in PAGE.partition("## Refused")[::2]
)


@pytest.fixture(scope="module")
def request_type(tmp_path_factory):
    root = tmp_path_factory.mktemp("docs")
    proto = re.search(r"```proto\n(.*?)```", PAGE, re.DOTALL)[1]
    (root / "arguments.proto").write_text(proto)
    compiled = contract("arguments.proto", root=root)
    return compiled.message("docs.arguments.BookTableRequest")


@pytest.mark.parametrize(("sent", "taken"), TAKEN)
def test_what_can_mean_one_thing_only_is_taken(request_type, sent, taken):
    forgiving = compile_arguments(request_type)
    exact = compile_arguments(request_type, exact=True)
    right = exact(json.loads(taken)).SerializeToString(deterministic=True)
    message = forgiving(msgspec.json.decode(sent))
    assert message.SerializeToString(deterministic=True) == right


@pytest.mark.parametrize(("sent", "told"), REFUSED)
def test_the_rest_is_refused_in_words(request_type, sent, told):
    with pytest.raises(InvalidArguments) as refused:
        compile_arguments(request_type)(msgspec.json.decode(sent))
    assert str(refused.value) == told
