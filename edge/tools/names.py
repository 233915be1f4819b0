"""What a tool is called."""

import re

from google.protobuf.descriptor import MethodDescriptor

from edge.errors import DiscoveryError
from edge.tools.options import tool_options

VALID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
"""What Vapi and every model provider take (Vapi API, OpenAIFunction.name)."""

WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
VERSION = re.compile(r"\.(v\d+\w*)$")


def tool_name(method: MethodDescriptor) -> str:
    """Return `get_weather` for v1's GetWeather, `get_weather_v2` for v2's.

    The option names it otherwise. Raises `DiscoveryError` for a name that Vapi
    would refuse.
    """
    name = tool_options(method).name or default_name(method)
    if not VALID.fullmatch(name):
        raise DiscoveryError(
            f"{method.full_name}: {name!r} is no tool name: 1 to 64 letters, "
            "digits, '_' or '-'"
        )
    return name


def default_name(method: MethodDescriptor) -> str:
    """Return the rpc's name in snake case, with the version unless it is v1."""
    name = WORD_STARTS.sub("_", method.name).lower()
    version = VERSION.search(method.containing_service.file.package)
    return name if not version or version[1] == "v1" else f"{name}_{version[1]}"
