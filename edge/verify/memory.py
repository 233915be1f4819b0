"""Whether answers are remembered only of tools that may be answered from memory."""

from google.protobuf.descriptor import MethodDescriptor

from edge.tools.background import seconds_of
from edge.tools.filling import is_unique
from edge.tools.options import tool_options
from edge.verify.findings import Finding, Remarks
from edge.verify.peer import Peer, is_harmless


async def usable(peer: Peer) -> Remarks:
    """Ask for `cache` or `stale_if_error` only where an answer may be given again."""
    for method in peer.tools:
        problem = problem_of(method) if asks(method) else ""
        if problem:
            mend = "leave `cache` and `stale_if_error` out of the rpc's options"
            yield Finding(method.full_name, f"{problem}, so nothing is kept", mend)


def asks(method: MethodDescriptor) -> bool:
    """Tell whether a tool asks for its answers to be remembered."""
    options = tool_options(method)
    return seconds_of(options.cache) + seconds_of(options.stale_if_error) > 0


def problem_of(method: MethodDescriptor) -> str:
    """Return why nothing of a tool is remembered; "" where it is."""
    if not is_harmless(method):
        return "asks for its answers to be remembered, but is not NO_SIDE_EFFECTS"
    if is_unique(method.input_type):
        return "has the edge fill in what differs in each call"
    return ""
