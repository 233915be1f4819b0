"""The settings of `make run`, marked out or not, agree with the services."""

import re

import pytest

from edge.config.source import Source
from tests.containers.engine import ROOT

OWN = ["weather", "customer", "email", "orders", "calendar", "stores"]
GIVEN = {"VAPI_WEBHOOK_SECRET": "any"}
MARKED = re.compile(r"^# (?=\[\[services\]\]|\w+ = |\w+: )", re.MULTILINE)


def unmarked(name):
    """Return a file of the repository with what is marked out taken in."""
    return MARKED.sub("", (ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def contacts(tmp_path_factory):
    """Each service that the edge would be told of, by name."""
    path = tmp_path_factory.mktemp("settings") / "edge.toml"
    path.write_text(unmarked("edge.toml"), encoding="utf-8")
    return {each.name: each for each in Source(str(path), GIVEN).load().services}


@pytest.fixture(scope="module")
def commands():
    """How each program of `make run` is started, by name."""
    return dict(line.split(": ", 1) for line in unmarked("Procfile").splitlines())


@pytest.mark.parametrize("name", OWN)
def test_the_edge_is_told_where_each_service_is_started(name, contacts, commands):
    (address,) = re.findall(r"SERVICE_ADDRESS=(\S+)", commands[name])
    image = (ROOT / "services" / name / "Dockerfile").read_text(encoding="utf-8")
    assert contacts[name].target == address
    assert f"EXPOSE {address.rpartition(':')[2]}\n" in image
    assert contacts[name].descriptors.endswith(f"services/{name}/gen/{name}.binpb")


def test_nothing_is_started_that_the_edge_is_not_told_of(contacts, commands):
    assert set(commands) <= {"edge", *contacts}
