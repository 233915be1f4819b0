"""A probe and an edge as processes, for commands to meet."""

import sys
import time

import httpx
import pytest

from demo.processes import Process, edge, edge_settings
from edge.__main__ import run

SECRET = "the secret of the tests"


@pytest.fixture(scope="module")
def probe():
    """A running probe, which says whenever it is asked."""
    with Process("probe", [sys.executable, "-m", "tests.probe"]) as process:
        process.listening()
        yield process


@pytest.fixture(scope="module")
def config(probe, tmp_path_factory):
    """An edge.toml that names the probe."""
    path = tmp_path_factory.mktemp("edge") / "edge.toml"
    path.write_text(edge_settings([("probe", probe.address)]))
    return str(path)


@pytest.fixture(scope="module")
def server(config):
    """A running edge; `.address` is where it listens."""
    with edge(config, {"VAPI_WEBHOOK_SECRET": SECRET}) as process:
        ready(process.listening())
        yield process


def ready(address):
    """Wait until the edge at an address has seen all of its services."""
    end = time.monotonic() + 10
    while httpx.get(f"http://{address}/readyz").status_code != 200:
        assert time.monotonic() < end


@pytest.fixture
def edge_command(capsys):
    """Run a command of `edge`; returns exit status, output and complaints."""

    def command(*arguments, **environ):
        try:
            status = run(arguments, environ)
        except SystemExit as stop:
            status = stop.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return command
