"""What `edge new` writes, in every language it knows."""

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib

import pytest

from edge.scaffold.recipe import CHECKOUT, LANGUAGES, recipe_for
from hatch_build import templates

PLACE = "edge/scaffold/templates"
every_language = pytest.mark.parametrize("language", LANGUAGES)


def texts(folder):
    """Return each file's text by its path below `folder`."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


@every_language
def test_nothing_of_the_real_service_is_left(edge_command, repository, language):
    edge_command("new", "parcels", "--language", language, "--out", repository)
    real = re.compile(recipe_for(language).service.rstrip("s"), re.IGNORECASE)
    found = texts(repository / "services/parcels")
    assert len(found) > 10
    assert not [path for path in found if real.search(path)]
    assert not [path for path, text in found.items() if real.search(text)]


@every_language
def test_only_its_own_files_are_written(edge_command, repository, language):
    edge_command("new", "parcels", "--language", language, "--out", repository)
    own = ("services/parcels/", "protos/tools/parcels/v1/", "protos/protophone/v1/")
    assert not [path for path in texts(repository) if not path.startswith(own)]


COPIED = re.compile(r"^COPY ((?!--from).+) \S+$", re.MULTILINE)


@every_language
def test_its_image_is_built_of_what_is_there(edge_command, repository, language):
    edge_command("new", "parcels", "--language", language, "--out", repository)
    image = repository / "services/parcels/Dockerfile"
    copied = COPIED.findall(image.read_text().replace("\\\n", ""))
    sources = [source for line in copied for source in line.split()]
    assert "protos/tools/parcels" in sources
    assert not [source for source in sources if not (repository / source).exists()]
    assert image.with_name("Dockerfile.dockerignore").is_file()


@every_language
def test_a_given_contract_keeps_its_words(edge_command, repository, shipping, language):
    arguments = ("--language", language, "--proto", shipping, "--out", repository)
    edge_command("new", "freight", *arguments)
    contract = repository / "protos/acme/shipping/v2/shipping.proto"
    assert contract.read_text() == shipping.read_text()
    found = "\n".join(texts(repository / "services/freight").values())
    assert "Counts the ships in any weather, by order, calendar and store." in found
    assert "acme/shipping/v2" in found


def test_a_contract_in_its_place_stays_there(edge_command, repository, shipping):
    place = repository / "protos/elsewhere/shipping.proto"
    place.parent.mkdir(parents=True)
    shipping.rename(place)
    status, out, _ = edge_command("new", "ship", "--proto", place, "--out", repository)
    assert status == 0
    assert "protos/elsewhere/shipping.proto" in out
    assert len(list(repository.rglob("shipping.proto"))) == 1


def test_the_port_follows_those_that_are_named(edge_command, repository):
    repository.mkdir()
    (repository / "edge.toml").write_text('target = "127.0.0.1:50055"\nx = ":8095"')
    (repository / "Procfile").write_text("a: SERVICE_ADDRESS=127.0.0.1:50057 a")
    _, out, _ = edge_command("new", "parcels", "--out", repository)
    assert 'target = "127.0.0.1:50058"' in out


def test_what_is_left_to_do_can_be_pasted(edge_command, repository):
    _, out, _ = edge_command("new", "parcels", "--out", repository)
    _, _, settings = out.partition("edge.toml:\n")
    (service,) = tomllib.loads(settings)["services"]
    assert service["name"] == "parcels"
    assert service["descriptors"] == "services/parcels/gen/parcels.binpb"


@pytest.fixture(scope="module")
def needed():
    """The files of the real services that new ones are made of."""
    return {
        f"services/{recipe.service}/{file.path}"
        for recipe in map(recipe_for, LANGUAGES)
        for file in recipe.files
    }


def test_the_wheel_carries_what_new_services_are_made_of(needed):
    places = {path: path.replace("services", PLACE, 1) for path in needed}
    assert templates(CHECKOUT.parent) == places


def test_the_sdist_carries_it_too_for_whoever_makes_a_wheel_of_it(needed, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path]
    subprocess.run(build, cwd=CHECKOUT.parent, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as packed:
        paths = {name.partition("/")[2] for name in packed.getnames()}
    assert {path.replace("services", PLACE, 1) for path in needed} <= paths


@every_language
def test_an_edge_that_was_packed_without_it_says_so(tmp_path, language):
    shutil.copytree(CHECKOUT.parent / "edge", tmp_path / "edge")
    new = [sys.executable, "-m", "edge", "new", "parcels", "--language", language]
    done = subprocess.run(
        new, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "packed without services/" in done.stderr
    assert not (tmp_path / "services").exists()
