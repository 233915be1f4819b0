"""`docker compose up`, as docs/containers.md tells, where there is a Compose."""

import os
import subprocess
from uuid import uuid4

import pytest

from tests.containers.composition import SECRET
from tests.containers.engine import ROOT
from tests.containers.line import Line

pytestmark = [pytest.mark.containers, pytest.mark.timeout(3600)]

PROJECT = f"protophone-{uuid4().hex[:8]}"
COMPOSE = ("docker", "compose", "--project-name", PROJECT)


def compose(*arguments):
    """Run a command of Compose; return how it ended."""
    environ = os.environ | {"VAPI_WEBHOOK_SECRET": SECRET}
    command = [*COMPOSE, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def line(engine):
    """Vapi's end of a line to what Compose has started."""
    if engine.command != ("docker",) or compose("version").returncode:
        pytest.skip("no Docker Compose here")
    try:
        up = compose("up", "--detach")
        assert up.returncode == 0, up.stderr
        with Line("127.0.0.1:8095", SECRET) as line:
            line.until_complete()
            yield line
    finally:
        down = compose("down", "--volumes")
    assert down.returncode == 0, down.stderr


def test_the_edge_and_every_service_answer_a_call(line):
    heard = line.call_all(
        ("get_weather", {"location": "Paris"}),
        ("lookup_customer", {}),
        ("check_email", {}),
        ("track_order", {"order_number": "1042"}),
        ("find_slots", {"date": "next Tuesday"}),
        ("get_opening_hours", {"store": "Park Slope", "day": "Monday"}),
    )
    assert all("result" in each for each in heard), heard


def test_a_service_is_given_more_replicas_while_callers_are_answered(line):
    before = replicas()
    assert compose("up", "--detach", "--scale", "weather=3").returncode == 0
    assert len(replicas()) == len(before) + 2
    assert "result" in line.call("get_weather", location="Oslo")


def replicas():
    """Return the containers of the weather."""
    return compose("ps", "--quiet", "weather").stdout.split()
