"""`edge protos` writes the edge's own contract."""

from pathlib import Path

NAME = "protophone/v1/options.proto"
PROTOS = Path(__file__).parents[2] / "protos"
OWN = sorted(
    str(path.relative_to(PROTOS)) for path in PROTOS.glob("protophone/v1/*.proto")
)


def test_the_contract_is_written(edge_command, tmp_path):
    status, out, _ = edge_command("protos", tmp_path)
    assert status == 0
    assert out.splitlines() == [str(tmp_path / name) for name in OWN]
    assert all(
        (tmp_path / name).read_bytes() == (PROTOS / name).read_bytes() for name in OWN
    )


def test_the_same_contract_is_left_in_silence(edge_command, tmp_path):
    edge_command("protos", tmp_path)
    assert edge_command("protos", tmp_path) == (0, "", "")


def test_another_file_is_not_overwritten(edge_command, tmp_path):
    edge_command("protos", tmp_path)
    (tmp_path / NAME).write_text("mine")
    status, _, said = edge_command("protos", tmp_path)
    assert status == 2
    assert "different" in said
    assert (tmp_path / NAME).read_text() == "mine"


def test_a_folder_that_is_a_file_is_refused_in_words(edge_command, tmp_path):
    (tmp_path / "protos").write_text("")
    status, _, said = edge_command("protos", tmp_path / "protos")
    assert status == 2
    assert "cannot be written" in said
