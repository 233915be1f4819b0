"""What becomes of a file of a real service."""

import pytest

from edge.errors import ConfigError
from edge.scaffold.excerpt import excerpt
from edge.scaffold.recipe import Cut, Edit, File

TEXT = "one\n  two\nthree\nfour\n"


@pytest.fixture
def cut(tmp_path):
    """Return what becomes of the text above."""
    (tmp_path / "file").write_text(TEXT)

    def made(changes, *, elsewhere=False):
        return excerpt(tmp_path, File(path="file", **changes), elsewhere=elsewhere)

    return made


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({}, TEXT),
        ({"drop": ("two",)}, "one\nthree\nfour\n"),
        ({"cuts": (Cut("  two", "four"),)}, "one\nfour\n"),
        ({"cuts": (Cut("\nthree"),)}, "one\n  two"),
        ({"edits": (Edit("o", "0"),)}, "0ne\n  tw0\nthree\nf0ur\n"),
        ({"elsewhere": (Edit("one", "1"),)}, TEXT),
    ],
)
def test_what_is_not_wanted_is_left_out(cut, changes, left):
    assert cut(changes) == left


def test_some_edits_are_for_other_repositories(cut):
    changes = {"elsewhere": (Edit("one", "1"),)}
    assert cut(changes, elsewhere=True).startswith("1\n")


@pytest.mark.parametrize(
    "changes",
    [
        {"drop": ("five",)},
        {"cuts": (Cut("five"),)},
        {"cuts": (Cut("two", "one"),)},
        {"edits": (Edit("five", ""),)},
    ],
)
def test_a_file_that_has_changed_is_named(cut, changes):
    with pytest.raises(ConfigError, match="file: "):
        cut(changes)


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(ConfigError, match="packed without file"):
        excerpt(tmp_path, File(path="file"), elsewhere=False)
