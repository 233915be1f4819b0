"""The containers of compose.yaml, each started by hand as that file says."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import yaml

from tests.containers.engine import PATIENCE_SECONDS, ROOT, Engine

SECRET = "the secret of the tests"
VARIABLE = re.compile(r"\$\{(\w+)(?:(:?[-?])([^}]*))?\}")
SETTINGS = "./deploy/edge"


def read(environ: dict[str, str]) -> dict:
    """Return compose.yaml, its variables filled in."""
    tree = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return filled(tree, environ)


def filled(node, environ):
    """Return a part of the file with the environment's values for its variables."""
    if isinstance(node, dict):
        return {key: filled(value, environ) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(value, environ) for value in node]
    if isinstance(node, str):
        return VARIABLE.sub(lambda match: value_of(match, environ), node)
    return node


def value_of(match: re.Match, environ: dict[str, str]) -> str:
    """Return a variable's value, or what the file says without one."""
    name, operator, rest = match.groups(default="")
    given = environ.get(name, "")
    assert given or "?" not in operator, f"{name}: {rest}"
    return given or rest


def variables_of(file: Path, environ: dict[str, str]) -> dict[str, str]:
    """Return the variables that an env file sets, filled in."""
    lines = file.read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    return dict(filled(line, environ).split("=", 1) for line in told)


class Composition:
    """Containers on networks of their own; what was made is removed by its id."""

    def __init__(
        self, engine: Engine, folder: Path, profile: str = "", **environ: str
    ) -> None:
        self.engine = engine
        self._profile = profile
        self.containers: dict[str, str] = {}
        self.settings = folder / "edge"
        shutil.copytree(ROOT / SETTINGS, self.settings)
        for path in (folder, self.settings):
            path.chmod(0o755)
        given = {**os.environ, "VAPI_WEBHOOK_SECRET": SECRET, **environ}
        told = variables_of(ROOT / f"deploy/{profile}.env", given) if profile else {}
        self._file = read(given | told)
        self._made: list[str] = []
        self._mark = f"protophone-{uuid4().hex[:8]}"
        self._networks: dict[str, str] = {}

    @property
    def services(self) -> dict[str, dict]:
        """What `docker compose up` would start, in the order of the file."""
        services = self._file["services"]
        return {
            name: service
            for name, service in services.items()
            if self._profile in service.get("profiles", [self._profile])
        }

    def up(self) -> None:
        """Start every service after what it depends on."""
        for name, network in self._file["networks"].items():
            internal = ["--internal"] * bool(network.get("internal"))
            self._networks[name] = f"{self._mark}-{name}"
            self.engine("network", "create", *internal, self._networks[name])
        for name in self.services:
            self.start(name)

    def start(self, name: str, *, image: str = "", alias: str = "") -> str:
        """Start one service unless it runs; return its container's id."""
        known = alias or name
        if known in self.containers:
            return self.containers[known]
        service = self.services[name]
        for other, need in self.needed(service).items():
            self.start(other)
            if need["condition"] == "service_healthy":
                self.engine.await_health(self.containers[other])
        container = self.create(service, image or service["image"], known)
        self.containers[known] = container
        self.engine("start", container)
        if "restart" not in service:
            assert self.engine.exit_code(container) == 0
        return container

    def needed(self, service: dict) -> dict[str, dict]:
        """Return what a service depends on, of what is started at all, and how."""
        needs = service.get("depends_on", {})
        return {name: need for name, need in needs.items() if name in self.services}

    def create(self, service: dict, image: str, known: str) -> str:
        """Make the container of a service, and join it to its networks."""
        program, *arguments = service.get("entrypoint", [""])
        networks = [self._networks[name] for name in service.get("networks", ())]
        first = ["--network", networks[0], "--network-alias", known] if networks else []
        entrypoint = ["--entrypoint", program] if program else []
        flags = [*self.flags(service), *first, *entrypoint]
        container = self.engine.create(*flags, image, *arguments)
        self._made.append(container)
        for network in networks[1:]:
            alias = ("--alias", known)
            self.engine("network", "connect", *alias, network, container)
        return container

    def flags(self, service: dict) -> Iterator[str]:
        """Yield the engine's flags for what compose.yaml says of a service."""
        assert service["read_only"]
        yield from self.engine.strictly_read_only
        for capability in service["cap_drop"]:
            yield from ("--cap-drop", capability)
        for option in service["security_opt"]:
            yield from ("--security-opt", option)
        for name, value in service.get("environment", {}).items():
            yield from ("--env", f"{name}={value}")
        for volume in service.get("volumes", ()):
            yield from ("--volume", self.mounted(volume))
        for place in service.get("tmpfs", ()):
            yield from ("--tmpfs", place)
        for port in service.get("ports", ()):
            address, _, inside = port.split(":")
            yield from ("--publish", f"{address}::{inside}")
        if "user" in service:
            yield from ("--user", service["user"])
        if "network_mode" in service:
            yield from ("--network", service["network_mode"])

    def mounted(self, volume: str) -> str:
        """Return a volume as the engine wants it: a folder, or one of our own."""
        source, rest = volume.split(":", 1)
        if source == SETTINGS:
            return f"{self.settings}:{rest}"
        if source.startswith("."):
            return f"{ROOT / source}:{rest}"
        return f"{self._mark}-{source}:{rest}"

    def address(self, name: str) -> str:
        """Return where a service's port is published, host:port."""
        return self.engine("port", self.containers[name]).rpartition(" ")[2]

    def logged(self, name: str, event: str) -> int:
        """Return how many lines of a container's log speak of an event."""
        return self.engine.logs(self.containers[name]).count(f'"event":"{event}"')

    def await_logged(self, name: str, event: str, count: int) -> None:
        """Wait until a container's log speaks of an event that often."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self.logged(name, event) < count:
            assert time.monotonic() < end, self.engine.logs(self.containers[name])
            time.sleep(0.1)

    def down(self) -> None:
        """Remove the containers, their volumes, and the networks."""
        if self._made:
            self.engine("rm", "--force", "--volumes", *self._made)
        for name in self._file["volumes"]:
            volume = f"{self._mark}-{name}"
            if volume in self.engine("volume", "ls", "--quiet").split():
                self.engine("volume", "rm", volume)
        for network in self._networks.values():
            self.engine("network", "rm", network)
