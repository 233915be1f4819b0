"""What a tool's definition tells Vapi beside the function itself."""

from typing import Any

import msgspec
from protophone.v1 import options_pb2

from edge.errors import DiscoveryError

LONGEST_KEY = 40
"""Vapi API, VariableExtractionAlias."""

SHORTEST_SECONDS, LONGEST_SECONDS = 1, 300
"""Vapi API, Server.timeoutSeconds."""

decode = msgspec.json.Decoder().decode


def static_names(options: options_pb2.ToolOptions) -> frozenset[str]:
    """Return the names of the arguments that Vapi adds."""
    return frozenset(parameter.key for parameter in options.static_parameters)


def particulars(options: options_pb2.ToolOptions, tool: str) -> dict[str, Any]:
    """Return further keys of a definition (Vapi API, CreateFunctionToolDTO).

    Raises `DiscoveryError` for options that Vapi would not understand.
    """
    found = {
        "parameters": [parameter_of(one, tool) for one in options.static_parameters],
        "variableExtractionPlan": extraction_of(options, tool),
        "rejectionPlan": tree_of(options.rejection_plan, f"{tool}: rejection_plan"),
        "server": server_of(options, tool),
    }
    return {key: value for key, value in found.items() if value}


def parameter_of(parameter: options_pb2.StaticParameter, tool: str) -> dict[str, Any]:
    """Return an argument that Vapi adds (Vapi API, ToolParameter)."""
    if not parameter.key or not parameter.WhichOneof("value"):
        raise DiscoveryError(f"{tool}: a static parameter needs a key and a value")
    value: Any = parameter.text
    if parameter.WhichOneof("value") == "json":
        value = json_of(parameter.json, f"{tool}: {parameter.key}")
    return {"key": parameter.key, "value": value}


def extraction_of(options: options_pb2.ToolOptions, tool: str) -> dict[str, Any]:
    """Return what becomes variables (Vapi API, VariableExtractionPlan)."""
    plan = options.variable_extraction
    for alias in plan.aliases:
        if not 0 < len(alias.key) <= LONGEST_KEY or not alias.value:
            raise DiscoveryError(
                f"{tool}: an alias has a key of at most {LONGEST_KEY} letters, "
                "and a value"
            )
    aliases = [{"key": alias.key, "value": alias.value} for alias in plan.aliases]
    schema = tree_of(plan.schema, f"{tool}: the schema of variable_extraction")
    return ({"schema": schema} if schema else {}) | (
        {"aliases": aliases} if aliases else {}
    )


def server_of(options: options_pb2.ToolOptions, tool: str) -> dict[str, Any]:
    """Return how Vapi sends the tool's calls (Vapi API, Server)."""
    server: dict[str, Any] = {}
    if options.HasField("vapi_timeout"):
        seconds = options.vapi_timeout.seconds + options.vapi_timeout.nanos / 1e9
        if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
            raise DiscoveryError(f"{tool}: vapi_timeout is from 1 s to 300 s")
        server["timeoutSeconds"] = round(seconds)
    if options.encrypted_paths:
        server["encryptedPaths"] = list(options.encrypted_paths)
    return server


def tree_of(text: str, what: str) -> dict[str, Any]:
    """Return a JSON object, {} of no text; raises `DiscoveryError`."""
    found = json_of(text, what) if text else {}
    if not isinstance(found, dict):
        raise DiscoveryError(f"{what} is no JSON object")
    return found


def json_of(text: str, what: str) -> Any:  # noqa: ANN401  any JSON
    """Return what a text of JSON holds; raises `DiscoveryError`."""
    try:
        return decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise DiscoveryError(f"{what} is no JSON: {error}") from error
