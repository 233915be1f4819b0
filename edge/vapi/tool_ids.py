"""The tools that an assistant names, in place of their names."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import structlog

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
EVERY_TOOL = "*"

Definitions = Mapping[str, Mapping[str, Any]]
"""The tools on offer, as Vapi wants them defined, by name."""

log = structlog.get_logger(__name__)


def with_tools(assistant: dict[str, Any], definitions: Definitions) -> dict[str, Any]:
    """Replace the names in `model.toolIds` by the definitions of the tools.

    The ids of tools that Vapi keeps stay; a name nobody offers is left out, for
    with it Vapi would refuse the assistant and end the call.
    """
    model = assistant.get("model")
    if not isinstance(model, dict) or not model.get("toolIds"):
        return assistant
    names = list(expanded(model["toolIds"], definitions))
    ids = [name for name in names if UUID.fullmatch(name)]
    inline = [definitions[name] for name in names if name in definitions]
    for name in set(names) - set(ids) - set(definitions):
        log.warning("assistant names no tool on offer", tool=name[:64])
    rest = {key: value for key, value in model.items() if key != "toolIds"}
    chosen = {"toolIds": ids} if ids else {}
    tools = [*listed(model.get("tools") or []), *inline]
    return {**assistant, "model": {**rest, "tools": tools, **chosen}}


def expanded(ids: object, definitions: Definitions) -> Iterator[str]:
    """Yield the names meant: "*" is every tool, "get-weather" is get_weather."""
    for entry in map(str, listed(ids)):
        if entry == EVERY_TOOL:
            yield from definitions
        elif entry in definitions or UUID.fullmatch(entry):
            yield entry
        else:
            yield entry.replace("-", "_")


def listed(value: object) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]
