"""`python -m chaos`: break everything, and see whether callers notice."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from chaos import soak
from chaos.outcome import Outcome
from chaos.picture import picture
from chaos.report import report
from chaos.run import Plan, run

SHORT = 1000
"""Faulted webhooks of the short form, which takes a minute or so."""

SECONDS_PER_WEBHOOK = 0.1
"""After how long, for each webhook that is wanted, no further fault is begun."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    top.add_argument("--seed", type=int, default=1, help="what the schedule comes from")
    top.add_argument(
        "--webhooks", type=int, default=SHORT, help="how many are to meet a fault"
    )
    top.add_argument("--phones", type=int, default=40)
    top.add_argument("--workers", type=int, default=2)
    top.add_argument(
        "--soak", type=float, metavar="MINUTES", help="break nothing, for so long"
    )
    top.add_argument("--out", type=Path, help="a folder for report and picture")
    return top


def main() -> int:
    """Run, and print what came of it; returns 1 for a violation."""
    options = parser().parse_args()
    plan = Plan(
        seed=options.seed,
        webhooks=options.webhooks,
        most_seconds=60 + options.webhooks * SECONDS_PER_WEBHOOK,
        phones=options.phones,
        workers=options.workers,
    )
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        if options.soak:
            return soaked(plan, Path(folder), options.soak)
        outcome = asyncio.run(run(plan, Path(folder)))
        if options.out:
            write(outcome, options.out, Path(folder))
    sys.stdout.write(f"{report(outcome)}\n")
    return 1 if outcome.violations else 0


def soaked(plan: Plan, folder: Path, minutes: float) -> int:
    """Soak, and print what came of it; returns 1 for a violation."""
    found = asyncio.run(soak.soak(plan, folder, minutes))
    sys.stdout.write(f"{soak.report(found)}\n")
    return 1 if found.violations else 0


def write(outcome: Outcome, out: Path, folder: Path) -> None:
    """Write report and picture into a folder; for a violation, the edge's log too."""
    out.mkdir(parents=True, exist_ok=True)
    name = f"chaos-{outcome.seed}"
    picture_of_it = f"![Latency over time]({name}.svg)"
    page = f"# Chaos, seed {outcome.seed}\n\n{report(outcome)}\n{picture_of_it}\n"
    (out / f"{name}.md").write_text(page, encoding="utf-8")
    (out / f"{name}.svg").write_text(picture(outcome), encoding="utf-8")
    if outcome.violations:
        shutil.copy(folder / "edge.log", out / f"{name}.log")


if __name__ == "__main__":
    sys.exit(main())
