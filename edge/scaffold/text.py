"""Text that is written anew for each service, from Liquid templates."""

from collections.abc import Callable, Mapping
from pathlib import Path

from liquid import Environment, StrictUndefined

LIQUID = Environment(undefined=StrictUndefined, strict_filters=True)
SUFFIX = ".liquid"


def templates(folder: Path) -> dict[str, Path]:
    """Return the templates below `folder` by the path that each is written to."""
    return {
        path.relative_to(folder).as_posix().removesuffix(SUFFIX): path
        for path in sorted(folder.rglob(f"*{SUFFIX}"))
    }


def render(
    template: Path, values: Mapping[str, object], rename: Callable[[str], str] = str
) -> str:
    """Return the text of a template, whose own words, not the values, are renamed."""
    return LIQUID.from_string(rename(template.read_text("utf-8"))).render(**values)
