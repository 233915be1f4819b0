"""`python -m bench`: measure, and print what was measured."""

import argparse
import sys
import tempfile
from pathlib import Path

from bench import (
    calls,
    converters,
    crews,
    direct,
    events,
    growth,
    hedging,
    holdings,
    machine,
    profiles,
    starts,
    state,
    toolboxes,
)
from bench.contenders import Place
from bench.plan import FULL, QUICK
from bench.report import note, say
from bench.run import Run
from bench.service.building import build, descriptors

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "bench"
MEMORY = Path("/dev/shm")  # noqa: S108  in a folder of our own
"""Where logs are written without waiting for a disk."""

SECTIONS = {
    "calls": calls.section,
    "direct": direct.section,
    "events": events.section,
    "hedging": hedging.section,
    "growth": growth.section,
    "converters": converters.section,
    "starts": starts.section,
    "memory": holdings.section,
    "workers": crews.section,
    "tools": toolboxes.section,
    "state": state.section,
    "profile": profiles.section,
}
OPTIONAL = {"profile"}
"""What runs only if it is asked for."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    top.add_argument("sections", nargs="*", help=f"of {', '.join(SECTIONS)}; all")
    top.add_argument("--quick", action="store_true", help="a minute, for a smoke test")
    top.add_argument("--strict", action="store_true", help="fail if a target is missed")
    top.add_argument("--against", type=Path, help="another tree of the edge's sources")
    return top


def main() -> int:
    """Run the sections asked for; returns 1 for a missed target, with --strict."""
    options = parser().parse_args()
    chosen = options.sections or [name for name in SECTIONS if name not in OPTIONAL]
    if unknown := set(chosen) - set(SECTIONS):
        parser().error(f"no section is named {', '.join(sorted(unknown))}")
    BUILD.mkdir(parents=True, exist_ok=True)
    memory = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="bench-", dir=memory) as folder:
        run = Run(
            place=Place(Path(folder), machine.cores()),
            program=build(BUILD),
            contract=descriptors(BUILD),
            plan=QUICK if options.quick else FULL,
            tree=ROOT,
            against=options.against,
        )
        say(f"{machine.description()}; the service is in {run.program.language}.")
        for name in chosen:
            note(f"measuring: {name} …")
            SECTIONS[name](run)
    return 1 if options.strict and not all(target.met for target in run.targets) else 0


if __name__ == "__main__":
    sys.exit(main())
