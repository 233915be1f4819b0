"""How a service's tools look to the model, in the words of each provider."""

from typing import Any

from google.protobuf.descriptor import MethodDescriptor

from edge.errors import DiscoveryError
from edge.tools.definitions import definition
from edge.tools.filling import filled_fields
from edge.tools.schemas import DIALECTS, Dialect, schema
from edge.verify.findings import Finding, Remarks
from edge.verify.peer import Peer
from edge.verify.refusals import refusals


async def defined(peer: Peer) -> Remarks:
    """Set options that make a definition in every provider's form."""
    for method in peer.tools:
        for dialect in DIALECTS.values():
            try:
                definition(method, method.name, dialect=dialect, comments=peer.comments)
            except DiscoveryError as error:
                mend = "correct the options of the rpc"
                yield Finding(f"{method.name} for {dialect.name}", str(error), mend)


async def accepted(peer: Peer) -> Remarks:
    """Ask for arguments whose schema no provider refuses."""
    for method in peer.tools:
        for dialect in DIALECTS.values():
            parameters = parameters_of(peer, method, dialect)
            for path, problem, mend in refusals(parameters, dialect):
                yield Finding(f"{method.name}{path} for {dialect.name}", problem, mend)


def parameters_of(
    peer: Peer, method: MethodDescriptor, dialect: Dialect
) -> dict[str, Any]:
    """Return the schema of a tool's parameters, as its definition has it."""
    request = method.input_type
    return schema(
        request, omit=filled_fields(request), dialect=dialect, comments=peer.comments
    )
