"""Stacks as py-spy writes them, put together by module."""

import re
from collections import Counter
from collections.abc import Iterable

LEAST_SHARE = 0.005
THREAD = "Thread._bootstrap"
FRAME = re.compile(r"^.* \((?P<file>[^()]+?)(?::\d+)?\)$")


def shares_of(stacks: Iterable[str]) -> list[tuple[str, float]]:
    """Aggregate stacks, each `frame;frame;frame count`, by the innermost module.

    Threads beside the main one are left out: they wait, mostly, which looks like work.
    """
    counts: Counter[str] = Counter()
    for stack in stacks:
        frames, _, count = stack.rpartition(" ")
        if not frames.startswith(THREAD):
            counts[module_of(frames.rpartition(";")[2])] += int(count)
    total = counts.total()
    return [
        (module, count / total)
        for module, count in counts.most_common()
        if count / total >= LEAST_SHARE
    ]


def module_of(frame: str) -> str:
    """Return the module of the edge a frame lies in, or the package of another's.

    What is written in C counts for whoever called it.
    """
    found = FRAME.match(frame)
    path = found["file"] if found else frame
    parts = path.removesuffix(".py").split("/")
    return ".".join(parts) if parts[0] == "edge" else parts[0]
