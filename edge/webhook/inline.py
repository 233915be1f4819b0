"""Assistants in full: given the tools they name, and told of this server."""

from collections.abc import Mapping
from typing import Any

from edge.tools.toolbox import Tools
from edge.vapi import takers
from edge.vapi.servers import Block, with_server
from edge.vapi.takers import Taker
from edge.vapi.tool_ids import with_tools


def completed(answer: Mapping[str, Any], tools: Tools, server: Block) -> dict[str, Any]:
    """Return an answer in which whoever is there in full lacks nothing."""
    definitions = {tool.name: served(tool.definition, server) for tool in tools}

    def complete(taker: Taker) -> Taker:
        return with_server(with_tools(taker, definitions), server)

    whole: dict[str, Any] = takers.completed(answer, complete)
    return whole


def served(definition: Mapping[str, Any], server: Block) -> Mapping[str, Any]:
    """Return a definition that says of its server more than its assistant does."""
    return with_server(definition, server) if "server" in definition else definition
