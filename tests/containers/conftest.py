"""The images of this repository, and phone lines through containers of them."""

import pytest

from tests.containers import engine as engines
from tests.containers.composition import SECRET, Composition
from tests.containers.line import Line


def pytest_ignore_collect(config):
    """Leave this folder out unless it is asked for: `pytest -m containers`."""
    return None if "containers" in config.option.markexpr else True


@pytest.fixture(scope="session")
def engine():
    """What runs containers here, with every image built."""
    engine = engines.find()
    if engine is None:
        pytest.skip("neither docker nor podman works here")
    engine.build_all()
    return engine


@pytest.fixture(scope="module")
def composition(engine, tmp_path_factory):
    """The edge and every service, as compose.yaml starts them."""
    composition = Composition(engine, tmp_path_factory.mktemp("composition"))
    try:
        composition.up()
        yield composition
    finally:
        composition.down()


@pytest.fixture(scope="module")
def open_line(composition):
    """Opens lines to the edge in its container."""

    def open_line():
        return Line(composition.address("edge"), SECRET)

    with open_line() as line:
        line.until_complete()
    return open_line


@pytest.fixture(scope="module")
def line(open_line):
    """Vapi's end of a line to the edge in its container."""
    with open_line() as line:
        yield line
