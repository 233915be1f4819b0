"""What a service's package, rpcs and tools are called."""

import re

from edge.errors import DiscoveryError
from edge.tools.names import tool_name
from edge.verify.declarations import Declarations
from edge.verify.findings import Finding, Note, Remarks
from edge.verify.peer import Peer

PACKAGE = re.compile(r"tools\.([a-z]\w*)\.v[1-9]\d*\w*")
BETTER = 40
"""Characters; a longer name is taken, but models mistake it more often."""

RENAME = "set (protophone.v1.tool).name"


async def package(peer: Peer) -> Remarks:
    """Put every gRPC service into a package `tools.<name>.v<N>`."""
    for service in peer.services:
        found = service.rpartition(".")[0]
        if not PACKAGE.fullmatch(found):
            mend = "move it to a package tools.<name>.v<N>"
            yield Finding(service, f"is in the package {found!r}", mend)


async def unary(peer: Peer) -> Remarks:
    """Serve unary rpcs only: one that streams is no tool."""
    declared = Declarations(peer.contract).rpcs() if peer.contract else ()
    for name, rpc in declared:
        if rpc.client_streaming or rpc.server_streaming:
            mend = "make it unary, or serve it outside of this package"
            yield Finding(name, "streams", mend)


async def valid(peer: Peer) -> Remarks:
    """Name every tool as Vapi and the model providers take it."""
    for method in peer.tools:
        try:
            name = tool_name(method)
        except DiscoveryError as error:
            yield Finding(method.full_name, str(error), RENAME)
            continue
        if len(name) > BETTER:
            yield Note(name, f"has {len(name)} characters; better are {BETTER}")


async def unique(peer: Peer) -> Remarks:
    """Give no two tools one name."""
    first: dict[str, str] = {}
    for method in peer.tools:
        try:
            name = tool_name(method)
        except DiscoveryError:
            continue
        other = first.setdefault(name, method.full_name)
        if other != method.full_name:
            problem = f"is named {name}, as {other} is"
            yield Finding(method.full_name, problem, f"{RENAME} of one of them")
