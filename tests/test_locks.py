"""What is pinned: everything that is asked for, and one version of it everywhere."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", re.MULTILINE)
NAME = re.compile(r"[\w.-]+")
OWN = {"protophone-protos"}
FOLDERS = [
    ROOT / "edge",
    *(path.parent for path in sorted(ROOT.glob("services/*/pyproject.toml"))),
]

every_image = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)


def pins(path):
    """Return the version of each distribution that a lock file pins."""
    return dict(PIN.findall(path.read_text(encoding="utf-8")))


def asked_for(folder):
    """Return the names of what the program of a folder is run with."""
    home = ROOT if folder.name == "edge" else folder
    project = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))
    return {NAME.match(each)[0] for each in project["project"]["dependencies"]}


@every_image
def test_an_image_gets_all_that_its_program_asks_for(folder):
    assert asked_for(folder) - OWN <= set(pins(folder / "requirements.lock"))


@every_image
def test_an_image_gets_what_the_tests_were_run_with(folder):
    tested = pins(ROOT / "requirements/dev.lock")
    assert pins(folder / "requirements.lock").items() <= tested.items()


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements/*.lock")))
def test_no_lock_says_where_from(lock):
    text = lock.read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
