"""Every service keeps what a service owes the edge (`services/README.md`).

The services of this repository are started; one that runs already, in whatever
language, is looked at too where CONTRACT_ADDRESS says where it listens and
CONTRACT_DESCRIPTORS, if set, what its contract is.
"""

import os
from pathlib import Path

import pytest

from demo.__main__ import CALLER, embedded
from edge.tools.descriptors import contract_of
from edge.tools.sets import read_set
from edge.verify.checks import ALWAYS, LEARNED, PROCESSES, name_of
from edge.verify.examination import made
from edge.verify.learning import learned
from edge.verify.peer import Peer, open_channel
from edge.verify.report import lines
from tests.contracts import descriptor_set

PROTOS = Path(__file__).parents[2] / "protos"
NAMES = [process.name for process in embedded(Path())]
ELSEWHERE = os.environ.get("CONTRACT_ADDRESS", "")
DESCRIPTORS = os.environ.get("CONTRACT_DESCRIPTORS", "")


@pytest.fixture(scope="module", params=NAMES)
def own(request, tmp_path_factory):
    """A service of this repository that runs, and how to start another."""
    folder = tmp_path_factory.mktemp(request.param)
    process = next(p for p in embedded(folder) if p.name == request.param)
    proto = f"tools/{request.param}/v1/{request.param}.proto"
    settings = (f"{name}={value}" for name, value in process.environ.items())
    with process:
        yield {
            "address": process.listening(),
            "given": contract_of(descriptor_set(proto, PROTOS)),
            "caller": CALLER,
            "effects": True,
            "command": (*settings, *process.command),
        }


@pytest.fixture
def elsewhere():
    """A service that runs already."""
    if not ELSEWHERE:
        pytest.skip("CONTRACT_ADDRESS names no other service")
    given = read_set(DESCRIPTORS) if DESCRIPTORS else None
    return {"address": ELSEWHERE, "given": given}


async def findings(check, facts):
    """Return what a check finds wrong with a service, as it is reported."""
    async with open_channel(facts["address"]) as channel:
        result = await made(check, await learned(Peer(channel=channel, **facts)))
    return "\n".join(lines(result)) if result.findings else ""


@pytest.mark.parametrize("check", [*ALWAYS, *LEARNED, *PROCESSES], ids=name_of)
async def test_a_service_of_this_repository_keeps_what_it_owes(own, check):
    assert await findings(check, own) == ""


@pytest.mark.parametrize("check", [*ALWAYS, *LEARNED], ids=name_of)
async def test_a_service_that_runs_elsewhere_keeps_what_it_owes(elsewhere, check):
    assert await findings(check, elsewhere) == ""
