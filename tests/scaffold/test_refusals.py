"""What `edge new` refuses, and that it writes nothing then."""

import pytest

STREAM = "package a.b.v1; message M {} service S { rpc Do(stream M) returns (M); }"
TWO = "package a.b.v1; message M {} service S {} service T {}"
NO_RPC = "package a.b.v1; service S {}"
LOWER = "package a.b.v1; message M {} service S { rpc do(M) returns (M); }"
SHARED = 'package a.b.v1; import "a/c.proto"; service S { rpc Do(a.C) returns (a.C); }'


@pytest.mark.parametrize(
    "name", ["Parcels", "1st", "a-b", "a__b", "_a", "a_", "../a", "", "é", "a" * 41]
)
def test_a_name_that_is_none(edge_command, repository, name):
    status, _, said = edge_command("new", name, "--out", repository)
    assert status == 2
    assert "cannot name a service" in said
    assert not repository.exists()


@pytest.mark.parametrize(("language", "name"), [("python", "import"), ("go", "func")])
def test_a_word_of_the_language(edge_command, repository, language, name):
    status, _, said = edge_command(
        "new", name, "--language", language, "--out", repository
    )
    assert status == 2
    assert f"{language} reserves it" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no package"),
        ("package a.b.v1; nonsense", "a/b/v1/odd.proto: protoc refuses it"),
        ("package a.b.v1;", "defines 0 services"),
        (TWO, "defines 2 services"),
        (NO_RPC, "has no rpc"),
        (STREAM, "is a stream"),
        (LOWER, "not in CamelCase"),
        (SHARED, "shares nothing"),
    ],
)
def test_a_contract_that_is_no_services(edge_command, repository, text, words):
    shared = repository / "protos/a/c.proto"
    shared.parent.mkdir(parents=True)
    shared.write_text('syntax = "proto3"; package a; message C {}')
    odd = repository / "odd.proto"
    odd.write_text(f'syntax = "proto3"; {text}')
    status, _, said = edge_command("new", "odd", "--proto", odd, "--out", repository)
    assert status == 2
    assert words in said
    assert not (repository / "services").exists()


def test_a_contract_that_is_not_there(edge_command, repository):
    status, _, said = edge_command(
        "new", "odd", "--proto", repository / "none.proto", "--out", repository
    )
    assert status == 2
    assert "cannot be read" in said


def test_a_port_that_is_none(edge_command, repository):
    status, _, said = edge_command(
        "new", "parcels", "--port", "65536", "--out", repository
    )
    assert (status, said) == (2, "edge: --port must be 1 to 65535, not 65536\n")


@pytest.mark.parametrize(
    "taken", ["services/parcels/mine", "protos/tools/parcels/v1/parcels.proto"]
)
def test_what_is_there_already(edge_command, repository, taken):
    (repository / taken).parent.mkdir(parents=True)
    (repository / taken).write_text("mine")
    status, _, said = edge_command("new", "parcels", "--out", repository)
    assert status == 2
    assert "not overwritten" in said
    files = [path for path in repository.rglob("*") if path.is_file()]
    assert [path.read_text() for path in files] == ["mine"]


def test_another_contract_of_the_edge(edge_command, repository):
    other = repository / "protos/protophone/v1/options.proto"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    status, _, said = edge_command("new", "parcels", "--out", repository)
    assert status == 2
    assert "different" in said
    assert not (repository / "services").exists()
