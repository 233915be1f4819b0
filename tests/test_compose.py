"""compose.yaml starts what is in this repository, confined, and as the edge expects."""

import re

import pytest

from edge.config.source import Source
from tests.containers.composition import read, variables_of
from tests.containers.engine import ROOT

GIVEN = {
    "VAPI_WEBHOOK_SECRET": "any",
    "POSTGRES_PASSWORD": "any",
    "EMAIL_IMAP_PASSWORD": "any",
}
TREE = read(GIVEN)
SERVICES = TREE["services"]
PROFILES = {"mail": "dovecot", "postgresql": "postgresql"}

CONTACTS = Source(str(ROOT / "deploy/edge/edge.toml"), GIVEN).load().services

every_service = pytest.mark.parametrize("name", SERVICES)


@every_service
def test_it_is_confined(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@every_service
def test_it_is_built_of_a_file_that_is_here_or_pinned(name):
    build = SERVICES[name].get("build")
    if build is None:
        assert re.search(r":\d+", SERVICES[name]["image"])
    elif isinstance(build, str):
        assert (ROOT / build / "Dockerfile").is_file()
    else:
        assert (ROOT / build["context"] / build["dockerfile"]).is_file()


@every_service
def test_what_is_built_here_is_asked_of_no_registry(name):
    service = SERVICES[name]
    expected = "never" if "build" in service else "missing"
    assert service["pull_policy"] == expected


@every_service
def test_its_networks_volumes_and_needs_are_there(name):
    service = SERVICES[name]
    sources = {volume.split(":")[0] for volume in service.get("volumes", ())}
    named = {source for source in sources if not source.startswith(".")}
    assert set(service.get("networks", ())) <= set(TREE["networks"])
    assert named <= set(TREE["volumes"])
    assert set(service.get("depends_on", ())) <= set(SERVICES)


def test_every_service_that_the_edge_is_told_of_is_started_without_a_profile():
    assert {contact.name for contact in CONTACTS} | {"edge"} <= {
        name for name, service in SERVICES.items() if "profiles" not in service
    }


@pytest.mark.parametrize("contact", CONTACTS, ids=lambda contact: contact.name)
def test_the_edge_finds_it_where_its_image_listens(contact):
    build = SERVICES[contact.name]["build"]
    image = (ROOT / build["dockerfile"]).read_text(encoding="utf-8")
    (port,) = re.findall(r"^EXPOSE (\d+)$", image, re.MULTILINE)
    assert contact.target == f"dns:///{contact.name}:{port}"
    assert contact.descriptors == f"/contracts/{contact.name}.v1.binpb"


@pytest.mark.parametrize(("profile", "server"), PROFILES.items())
def test_a_profile_adds_one_server(profile, server):
    assert SERVICES[server]["profiles"] == [profile]
    assert not SERVICES[server].get("ports")


@pytest.mark.parametrize(("profile", "server"), PROFILES.items())
def test_who_uses_the_server_of_a_profile_waits_for_it(profile, server):
    told = variables_of(ROOT / f"deploy/{profile}.env", GIVEN)
    before, after = SERVICES, read({**GIVEN, **told})["services"]
    changed = {name for name in before if before[name] != after[name]}
    waiting = {name for name in after if server in after[name].get("depends_on", ())}
    hosts = [value for value in told.values() if re.search(rf"@{server}\b", value)]
    assert changed == waiting
    assert hosts


def test_without_a_secret_nothing_starts():
    with pytest.raises(AssertionError, match="choose one"):
        read({})
