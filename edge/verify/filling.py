"""Whether the edge can fill what it should, and nobody else."""

from protophone.v1 import options_pb2

from edge.errors import DiscoveryError
from edge.tools.filling import compile_filling, fill_of
from edge.verify.findings import Finding, Remarks
from edge.verify.peer import Peer

GUARDED = {
    name.removeprefix("FILL_").lower(): name
    for name in options_pb2.Fill.keys()  # noqa: SIM118  an enum is no mapping
    if name not in ("FILL_UNSPECIFIED", "FILL_CALL_VARIABLE", "FILL_NOW")
}
"""Names that say what the edge knows, each with the fill that it is for."""


async def usable(peer: Peer) -> Remarks:
    """Mark with `fill` only what the edge can fill."""
    for method in peer.tools:
        try:
            compile_filling(method.input_type)
        except DiscoveryError as error:
            mend = "fill a string, or a Timestamp with FILL_NOW, of the request itself"
            yield Finding(method.full_name, str(error), mend)


async def guarded(peer: Peer) -> Remarks:
    """Leave no field to the model that names what only the edge knows."""
    for method in peer.tools:
        for field in method.input_type.fields:
            fill = GUARDED.get(field.name)
            if fill and not fill_of(field):
                problem = "is the model's to write, and so the caller's to forge"
                mend = (
                    f"set (protophone.v1.field).fill = {fill}; where the .proto does, "
                    "the reflection library has lost it: give --descriptors"
                )
                yield Finding(field.full_name, problem, mend)
