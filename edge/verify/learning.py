"""What a service serves, learned as the edge would learn it."""

from dataclasses import replace

from google.protobuf.descriptor import MethodDescriptor

from edge.errors import DiscoveryError
from edge.speech import line
from edge.tools import descriptors
from edge.tools.comments import Comments
from edge.tools.descriptors import Contract
from edge.tools.options import tool_options
from edge.tools.sets import read_set
from edge.verify import questions
from edge.verify.peer import Peer


def described(location: str) -> Contract:
    """Return the contract in a descriptor set, a file or an https URL.

    Raises `DiscoveryError` where there is none that can be used.
    """
    contract = read_set(location)
    try:
        descriptors.methods(contract)
    except DiscoveryError as error:
        raise DiscoveryError(f"{location}: {line(str(error))}") from error
    return contract


async def learned(peer: Peer) -> Peer:
    """Return the peer with its contract, learned as the edge would.

    Raises `DiscoveryError` where there is none that can be used.
    """
    contract = await contract_of(peer)
    known = replace(peer, contract=contract)
    return replace(
        known,
        tools=tuple(m for m in descriptors.methods(contract) if is_tool(m)),
        comments=Comments(known.files()),
    )


async def contract_of(peer: Peer) -> Contract:
    """Return the contract; of a descriptor set, as much of it as is served."""
    if peer.given is None:
        return await shown_by(peer)
    try:
        served = await served_by(peer)
    except DiscoveryError:
        return peer.given
    both = (name for name in peer.given.services if name in served)
    return replace(peer.given, services=tuple(both))


async def shown_by(peer: Peer) -> Contract:
    """Return the contract that reflection shows, or raise `DiscoveryError`."""
    return await questions.reflect(peer.channel, timeout=peer.times.call)


async def hooks_of(peer: Peer) -> tuple[str, ...]:
    """Return the hook services that reflection lists, or raise `DiscoveryError`."""
    names = await questions.listed(peer.channel, timeout=peer.times.call)
    return descriptors.hooks_among(names)


async def served_by(peer: Peer) -> tuple[str, ...]:
    """Return the gRPC services that reflection lists, or raise `DiscoveryError`."""
    return await questions.served(peer.channel, timeout=peer.times.call)


def is_tool(method: MethodDescriptor) -> bool:
    """Tell whether the edge would offer an rpc."""
    return not tool_options(method).hidden
