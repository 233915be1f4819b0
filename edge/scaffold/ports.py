"""The port a new service listens on unless told otherwise."""

import re
from pathlib import Path

from edge.errors import ConfigError

FIRST = 50051
LAST = 50999
HIGHEST = 65535
NAMED_IN = ("edge.toml", "Procfile")


def port_for(repository: Path, wanted: int | None) -> int:
    """Return the port that is wanted, or a free one; raises `ConfigError`."""
    if wanted is not None and not 0 < wanted <= HIGHEST:
        raise ConfigError(f"--port must be 1 to {HIGHEST}, not {wanted}")
    return wanted or next_port(repository)


def next_port(repository: Path) -> int:
    """Return the port after those that the repository's settings name already."""
    texts = [
        (repository / name).read_text("utf-8")
        for name in NAMED_IN
        if (repository / name).is_file()
    ]
    named = {int(port) for port in re.findall(r":(\d{5})\b", "\n".join(texts))}
    return max({FIRST - 1, *named & set(range(FIRST, LAST))}) + 1
