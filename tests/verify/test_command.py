"""`edge verify` as whoever writes a service meets it."""

import re
import sys

import pytest

from edge.__main__ import run
from edge.verify.checks import CHECKS
from tests.contracts import descriptor_set
from tests.verify import edits
from tests.verify.kettle import GOOD, Defect, compiled, serving

PROGRAM = f"{sys.executable} -m tests.verify.program"


@pytest.fixture
def verify(capsys):
    """Run `edge verify`; returns exit status, output and complaints."""

    def command(*arguments):
        try:
            status = run(["verify", *arguments], {})
        except SystemExit as stop:
            status = stop.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return command


@pytest.fixture
def contract(tmp_path):
    """The descriptor set of a good kettle, in a file."""
    path = tmp_path / "kettle.binpb"
    path.write_bytes(descriptor_set("verify_kettle.proto"))
    return str(path)


def test_exits_0_when_all_holds(verify, contract):
    with serving(GOOD) as (address, _):
        status, out, _ = verify(address, "--descriptors", contract, "--effects")
    assert status == 0
    assert re.search(r"(\d+) checks: \1 ok, 0 finding, 0 unseen\.\n$", out)


def test_exits_1_with_findings_each_with_its_mend(verify, contract):
    with serving(Defect(shown=edits.optionless)) as (address, _):
        status, out, _ = verify(address, "--descriptors", contract)
    assert status == 1
    assert "caller_number: loses its `fill`" in out
    assert "Mend: the reflection library drops them" in out


def test_exits_2_when_nobody_answers(verify):
    assert verify("127.0.0.1:1") == (2, "", "edge: nobody answers at 127.0.0.1:1\n")


def test_starts_the_service_itself_and_looks_at_how_it_stops(verify, contract):
    status, out, _ = verify("--command", PROGRAM, "--descriptors", contract)
    assert status == 0
    assert f"{len(CHECKS)} checks" in out


def test_exits_2_when_the_service_does_not_start(verify):
    status, _, err = verify("--command", f"{PROGRAM} mumbling")
    assert status == 2
    assert "does not say where it listens, but 'I am up.'" in err


@pytest.fixture
def unusable(tmp_path):
    """A descriptor set that lacks what it imports."""
    files = compiled()
    kept = [file for file in files.file if file.name != "verify_scale.proto"]
    path = tmp_path / "unusable.binpb"
    path.write_bytes(type(files)(file=kept).SerializeToString())
    return str(path)


def test_without_an_address_or_a_command_there_is_nothing_to_do(verify):
    status, _, err = verify()
    assert (status, err[:31]) == (2, "edge: name the address of a ser")


def test_a_file_that_is_no_descriptor_set_is_refused(verify):
    status, _, err = verify("127.0.0.1:1", "--descriptors", __file__)
    assert (status, err) == (2, f"edge: {__file__}: is no descriptor set\n")


def test_a_descriptor_set_that_cannot_be_used_is_refused(verify, unusable):
    status, _, err = verify("127.0.0.1:1", "--descriptors", unusable)
    assert status == 2
    assert "unusable.binpb: the import verify_scale.proto is missing" in err


def test_the_settings_of_an_edge_are_not_needed(verify, tmp_path, monkeypatch):
    settings = '[[credentials]]\nkind = "hmac"\nsecret = "env:GONE"\n'
    (tmp_path / "edge.toml").write_text(settings)
    monkeypatch.chdir(tmp_path)
    assert "nobody answers" in verify("127.0.0.1:1")[2]
