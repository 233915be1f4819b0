"""A new service in each language: written, built, run, called, examined, tested."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scaffold.journey import EDGE, Journey

HOME = "services/parcels"
PROTO = "protos/tools/parcels/v1/parcels.proto"
DESCRIPTORS = f"{HOME}/gen/parcels.binpb"
PROTOC = f"PROTOC={sys.executable} -m grpc_tools.protoc"
MAKE = ("make", "-C", HOME, PROTOC, "RACE=")
PIP = (sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-W", "ignore", "-c", os.devnull)

WORDS = ("I have found nothing like that.", "Your parcel is on its way.")
COMMENT = ("Finds what the caller asks for", "Tells where a parcel is")


@dataclass(frozen=True, kw_only=True)
class Language:
    """How a service in one language is built, run and tested."""

    name: str
    needs: str
    """The program without which it cannot be built."""
    service: str
    build: tuple[str, ...] = (*MAKE, "build")
    run: tuple[str, ...]
    test: tuple[str, ...] = (*MAKE, "test")


PYTHON = Language(
    name="python",
    needs=sys.executable,
    service=f"{HOME}/parcels_service/service.py",
    build=(*PIP, "--no-build-isolation", "--target", "site", HOME),
    run=(sys.executable, "-m", "parcels_service"),
    test=(*PYTEST, "-p", "no:cacheprovider", HOME),
)
GO = Language(
    name="go",
    needs="go",
    service=f"{HOME}/internal/service/service.go",
    run=(f"{HOME}/build/parcels",),
)
TYPESCRIPT = Language(
    name="typescript",
    needs="npm",
    service=f"{HOME}/src/service.ts",
    run=("node", f"{HOME}/build/src/main.js"),
)
JAVA = Language(
    name="java",
    needs="mvn",
    service=f"{HOME}/src/main/java/protophone/parcels/serving/ParcelsService.java",
    run=("java", "-jar", f"{HOME}/target/parcels.jar"),
)
slow = [pytest.mark.slow, pytest.mark.timeout(600)]
OTHERS = [GO, TYPESCRIPT, JAVA]
LANGUAGES = [PYTHON, *(pytest.param(other, marks=slow) for other in OTHERS)]


@pytest.fixture(params=LANGUAGES, ids=lambda language: language.name)
def language(request):
    if not shutil.which(request.param.needs):
        pytest.skip(f"{request.param.needs} is not installed")
    return request.param


@pytest.fixture
def journey(repository):
    repository.mkdir()
    site = str(repository / "site")
    return Journey(repository, {"PYTHONPATH": os.pathsep.join([site, str(Path.cwd())])})


def test_two_files_and_three_commands_make_a_tool(journey, language):
    new = ("new", "parcels", "--language", language.name, "--out", ".")
    journey.enter(*EDGE, *new)
    journey.edit(PROTO, *COMMENT)
    journey.edit(language.service, *WORDS)
    journey.enter(*language.build)
    with journey.serving(*language.run) as process:
        said, offered = journey.called(process.listening(), DESCRIPTORS)
    assert said == WORDS[1]
    assert COMMENT[1] in offered
    assert (journey.commands, journey.edited) == (3, [PROTO, language.service])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_new_service_keeps_what_services_owe(journey, language):
    new = ("new", "parcels", "--language", language.name, "--out", ".")
    journey.enter(*EDGE, *new)
    journey.enter(*language.build)
    start = " ".join(language.run)
    verified = journey.ask(
        *EDGE, "verify", "--command", start, "--descriptors", DESCRIPTORS
    )
    journey.enter(*language.test)
    assert " 0 finding, 0 unseen" in verified


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_contract_that_is_given_is_answered_in_words(journey, language, shipping):
    given = ("--language", language.name, "--proto", str(shipping), "--out", ".")
    journey.enter(*EDGE, "new", "parcels", *given)
    journey.enter(*language.build)
    journey.enter(*language.test)
