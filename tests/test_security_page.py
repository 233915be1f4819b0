"""docs/security.md names tests that exist, and settings that load."""

import ast
import re
from pathlib import Path

import pytest

from edge.config.loading import load

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text()
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)
ROWS = [
    line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line
]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_it_names_exists(file, name):
    tree = ast.parse((TESTS / file).read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert name in {node.name for node in tree.body if isinstance(node, kinds)}


def test_every_threat_has_a_test():
    assert len(NAMED) == len(ROWS) - 1


def test_its_settings_load(tmp_path):
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    secret = tmp_path / "arguments.pem"
    secret.write_text("a key")
    path = tmp_path / "edge.toml"
    path.write_text(text.replace("/run/secrets/arguments.pem", str(secret)))
    config = load(
        str(path), {"WEBHOOK_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
    )
    assert [type(each).__name__ for each in config.credentials] == ["Hmac", "OAuth2"]
