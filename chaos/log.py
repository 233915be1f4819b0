"""What the edge logs: kept in a file, and heard where it tells of itself."""

from pathlib import Path
from typing import Any

import msgspec

from demo.processes import Process


class Log:
    """The log of a process, read now and then."""

    def __init__(self, process: Process, path: Path) -> None:
        self.bugs: list[str] = []
        """Mistakes of its own, by its own account."""
        self.tasks: dict[int, int] = {}
        """How many tasks each worker had when it was last asked, by its id."""
        self._process = process
        self._path = path

    def read(self) -> None:
        """Read what has come since the last time."""
        lines = []
        while not self._process.lines.empty():
            lines.append(self._process.lines.get())
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(lines)
        self.bugs += [line for line in lines if line and is_bug(line)]
        for line in lines:
            if '"under way"' in line:
                told = msgspec.json.decode(line, type=dict[str, Any])
                self.tasks[told["pid"]] = told["tasks"]


def is_bug(line: str) -> bool:
    """Tell whether a line of the log says that the edge itself is wrong."""
    return not line.startswith("{") or '"BUG"' in line or '"exception"' in line
