"""Settings that are read again when they change."""

from edge.config.source import Source


def test_a_change_after_the_reading_shows(tmp_path):
    file = tmp_path / "edge.toml"
    file.write_text("")
    source = Source(str(file), {})
    source.load()
    assert source.marks() == source.loaded
    file.write_text("[server]\nbudget = 2.0\n")
    assert source.marks() != source.loaded


def test_an_assistant_s_file_belongs_to_the_settings(tmp_path):
    prompt = tmp_path / "atlas.md"
    prompt.write_text("---\nname: Atlas\n---\nBe kind.\n")
    file = tmp_path / "edge.toml"
    file.write_text('[[assistants]]\nfile = "atlas.md"\n')
    source = Source(str(file), {})
    source.load()
    prompt.write_text("---\nname: Atlas\n---\nBe kind, and short.\n")
    assert source.marks() != source.loaded
