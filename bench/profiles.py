"""Where an edge's time goes, by module: py-spy looks at it from outside."""

import subprocess
import sys
from pathlib import Path

from bench.contenders import Contender
from bench.load import Load, learn
from bench.machine import pinned
from bench.report import say, table
from bench.run import Run
from bench.stacks import shares_of
from bench.starts import started
from bench.webhooks import LARGE, SMALL, Shape, webhooks

CONNECTIONS = 16
SECONDS = 8
LOOKS_A_SECOND = 250


def section(run: Run) -> None:
    """Measure, and print."""
    with run.backend() as behind, started(run, run.place, behind, "seen") as running:
        for shape in (SMALL, LARGE):
            found = shares(run, running.contender, shape)
            rows = ((f"{share:.1%}", module) for module, share in found)
            say(table(("share", f"module ({shape.name})"), rows))


def shares(run: Run, contender: Contender, shape: Shape) -> list[tuple[str, float]]:
    """Return each module's own share (0 to 1) of the time, the largest first.

    Raises `RuntimeError` where py-spy may not look.
    """
    exchanges = learn(contender.address, webhooks(shape), contender.check)
    found = run.place.folder / "stacks"
    with (
        pinned(run.place.cores.others),
        Load(contender.address, exchanges, connections=CONNECTIONS) as load,
        recorder(contender.pid, found) as process,
    ):
        while process.poll() is None:
            load.run(0.5)
        said = process.communicate()[1]
    if process.returncode:
        raise RuntimeError(f"py-spy: {said.strip()}")
    return shares_of(found.read_text(encoding="utf-8").splitlines())


def recorder(pid: int, found: Path) -> "subprocess.Popen[str]":
    """Start py-spy on a process; it writes what it has found, and ends."""
    program = str(Path(sys.executable).with_name("py-spy"))
    looks = ("--rate", str(LOOKS_A_SECOND), "--duration", str(SECONDS))
    output = ("--format", "raw", "--output", str(found))
    return subprocess.Popen(  # noqa: S603  installed beside this Python
        [program, "record", "--pid", str(pid), *looks, *output],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
