"""A release of a service takes the place of another, and no caller hears of it."""

import re
import shutil

import pytest

from tests.containers.engine import ROOT
from tests.containers.load import Load

pytestmark = [pytest.mark.containers, pytest.mark.timeout(3600)]

NEXT_IMAGE = "protophone-weather:of-the-tests"
RELEASES = {"old": "This is sample data,", "new": "This is the next release's data,"}
WRITTEN = re.compile(r'\[\[services\]\]\nname = "weather"\n(.+\n)*')
ENTRY = """
[[services]]
name = "weather"
target = "dns:///{alias}:50051"
descriptors = "/contracts/weather.v1.binpb"
weight = {weight}
"""


@pytest.fixture(scope="module")
def next_image(engine, tmp_path_factory):
    """An image of the weather service with other words."""
    tree = tmp_path_factory.mktemp("next")
    for folder in ("protos", "services/weather"):
        ignored = shutil.ignore_patterns("gen", "__pycache__", "*.sqlite", "tests")
        shutil.copytree(ROOT / folder, tree / folder, ignore=ignored)
    edit(tree / "services/weather/weather_service/sample.py", *RELEASES.values())
    engine.build(NEXT_IMAGE, "services/weather/Dockerfile", tree)
    yield NEXT_IMAGE
    engine("rmi", "--force", engine.inspect(NEXT_IMAGE)["Id"])


@pytest.fixture
def announce(composition):
    """Tells the edge, by its settings alone, which releases there are."""
    file = composition.settings / "edge.toml"
    before, _, after = WRITTEN.split(file.read_text(encoding="utf-8"))

    def announce(**weights):
        adopted = composition.logged("edge", "settings adopted")
        entries = [ENTRY.format(alias=name, weight=w) for name, w in weights.items()]
        file.with_suffix(".new").write_text(before + "".join(entries) + after)
        file.with_suffix(".new").replace(file)
        composition.await_logged("edge", "settings adopted", adopted + 1)

    return announce


def edit(path, old, new):
    """Change the one place of a file that says `old`."""
    before, after = path.read_text(encoding="utf-8").split(old)
    path.write_text(before + new + after, encoding="utf-8")


def test_a_release_is_replaced_under_load_without_a_failed_answer(
    next_image, composition, open_line, announce
):
    with Load(open_line, RELEASES) as load:
        load.await_more("old")
        new = composition.start("weather", image=next_image, alias="weather-next")
        composition.engine.await_health(new)
        announce(**{"weather": 1, "weather-next": 1})
        load.await_more("new")
        load.await_more("old")
        announce(**{"weather": 0, "weather-next": 1})
        load.await_more("new")
        announce(**{"weather-next": 1})
        load.await_more("new")
        code, seconds = composition.engine.stop(composition.containers["weather"])
        load.await_more("new")
    assert not load.failures
    assert (code, seconds < 10) == (0, True)
