"""Docker or podman, by their command lines."""

import json
import os
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASE_IMAGES = ROOT.parent / "shared/bin/base-images"
"""Makes the base images where no registry is reachable; prints how to build and run."""

ASK_BASE_IMAGES = 'eval "$("$0" env)" && printf "%s\\n" "$ENGINE" "$BUILD" "$RUN"'
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Engine:
    """What runs containers, and with which flags it does so here."""

    command: tuple[str, ...]
    build_command: str
    flags: tuple[str, ...] = ()
    """What every container needs on this machine."""

    def __call__(self, *arguments: str, told: str = "") -> str:
        """Run a command of the engine, and return what it prints."""
        command = [*self.command, *arguments]
        done = subprocess.run(
            command, input=told, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr}"
        return done.stdout.strip()

    @property
    def strictly_read_only(self) -> tuple[str, ...]:
        """Flags for a root that is read-only as Docker means it, without a /tmp."""
        podman = Path(self.command[0]).name == "podman"
        return ("--read-only", *["--read-only-tmpfs=false"] * podman)

    def create(self, *arguments: str) -> str:
        """Make a container, and return its id."""
        return self("create", *self.flags, *arguments)

    def build_all(self) -> None:
        """Build the images of this repository, as `make images` does."""
        environ = {**os.environ, "BUILD": self.build_command}
        subprocess.run([ROOT / ".ci/images"], env=environ, check=True)

    def build(self, tag: str, dockerfile: str, folder: Path) -> None:
        """Build one image of a folder."""
        how = (*shlex.split(self.build_command), "--quiet")
        command = [*how, "--file", dockerfile, "--tag", tag]
        environ = {**os.environ, "BUILDAH_FORMAT": "docker", "BUILDAH_LAYERS": "true"}
        subprocess.run([*command, folder], cwd=folder, env=environ, check=True)

    def logs(self, container: str) -> str:
        """Return what a container wrote, to either stream."""
        command = [*self.command, "logs", container]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout + done.stderr

    def inspect(self, name: str) -> dict:
        """Return what the engine knows of a container or an image."""
        return json.loads(self("inspect", name))[0]

    def exit_code(self, container: str) -> int:
        """Wait until a container ends by itself, and return its exit status."""
        return int(self("wait", container))

    def await_health(self, container: str) -> None:
        """Wait until the container's own check finds it healthy."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self.health(container) != "healthy":
            assert time.monotonic() < end, self.logs(container)
            time.sleep(0.2)

    def health(self, container: str) -> str:
        """Return a container's health; podman is asked to look, lacking systemd."""
        if Path(self.command[0]).name == "podman":
            check = [*self.command, "healthcheck", "run", container]
            subprocess.run(check, capture_output=True, check=False)
        return self.inspect(container)["State"]["Health"]["Status"]

    def stop(self, container: str) -> tuple[int, float]:
        """Stop a container as a deployment does; return its exit status and seconds."""
        started = time.monotonic()
        self("stop", "--time", "20", container)
        took = time.monotonic() - started
        return self.inspect(container)["State"]["ExitCode"], took


def find() -> Engine | None:
    """Return the engine that works here, if any; ENGINE, BUILD and RUN win."""
    if "ENGINE" in os.environ:
        return of(*(os.environ.get(name, "") for name in ("ENGINE", "BUILD", "RUN")))
    if BASE_IMAGES.exists():
        subprocess.run([BASE_IMAGES], check=True, stdout=subprocess.DEVNULL)
        asked = ["bash", "-c", ASK_BASE_IMAGES, str(BASE_IMAGES)]
        lines = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
        return of(*lines.splitlines())
    return next((of(name) for name in ("docker", "podman") if works(name)), None)


def of(command: str, build: str = "", run: str = "") -> Engine:
    """Return the engine of three command lines."""
    words, run_words = shlex.split(command), shlex.split(run)
    flags = run_words[len(words) + 1 :]
    return Engine(tuple(words), build or f"{command} build", tuple(flags))


def works(name: str) -> bool:
    """Say whether an engine is installed and answers."""
    if not shutil.which(name):
        return False
    return (
        subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0
    )
