"""Names of fields in one text (google.protobuf.FieldMask)."""

import re
from typing import Any

from edge.tools.arguments.refusals import wrong

CAMEL = re.compile(r"[a-zA-Z0-9.]*")
HUMP = re.compile(r"[A-Z]")
NAMES = 'names of fields parted by commas, such as "displayName,homeAddress"'


def exact_mask(value: Any, _: int) -> dict[str, list[str]]:  # noqa: ANN401  any JSON
    """Convert ProtoJSON: camelCase names."""
    if not isinstance(value, str):
        raise wrong(value, NAMES)
    paths = value.split(",") if value else []
    if not all(map(CAMEL.fullmatch, paths)):
        raise wrong(value, NAMES)
    return {"paths": [snake(path) for path in paths]}


def forgiving_mask(value: Any, _: int) -> dict[str, list[str]]:  # noqa: ANN401  any JSON
    """Convert names in either spelling, in one text or in a list."""
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise wrong(value, NAMES)
    stripped = [name.strip() for name in names]
    return {"paths": [snake(name) for name in stripped if name]}


def snake(path: str) -> str:
    """Return a path as the contract spells it; a name with a "_" is so already."""
    return ".".join(
        name if "_" in name else HUMP.sub(lambda hump: f"_{hump[0].lower()}", name)
        for name in path.split(".")
    )
