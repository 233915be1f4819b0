"""What a service may be called, and its name in the cases of each language."""

import re

from edge.errors import ConfigError

VALID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 40
"""Characters; with `find_` before it, still a good name of a tool."""


def expect_usable(name: str, *, reserved: frozenset[str], language: str) -> None:
    """Raise `ConfigError` for a name that a service cannot have."""
    if not VALID.fullmatch(name) or len(name) > LONGEST:
        raise ConfigError(
            f"{name!r} cannot name a service: lower-case letters, digits and single "
            f"underscores, a letter first, at most {LONGEST} characters"
        )
    if name in reserved:
        raise ConfigError(f"{name!r} cannot name a service: {language} reserves it")


def camel(name: str) -> str:
    """Return `OrderItems` for `order_items`."""
    return "".join(word.capitalize() for word in name.split("_"))
