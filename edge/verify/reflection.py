"""Whether a service shows its contract, all of it and as it is."""

from collections.abc import Iterator

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from edge.errors import DiscoveryError, NoReflection
from edge.speech import line
from edge.tools import descriptors
from edge.tools.descriptors import Contract
from edge.tools.reflection import parsed
from edge.verify.differences import differences
from edge.verify.findings import Finding, Note, Remark, Remarks, Unseen
from edge.verify.learning import hooks_of, served_by, shown_by
from edge.verify.peer import Peer

SUBJECT = "reflection"
SERVE = "register server reflection: grpc.reflection.v1, or v1alpha"
NAME_THE_SET = (
    "some libraries, Node's above all, lose imports and custom options: have the "
    "edge's settings name a descriptor set beside the target, or serve one yourself"
)


async def present(peer: Peer) -> Remarks:
    """Serve reflection, `v1` or `v1alpha`, that lists the service."""
    try:
        served = await served_by(peer) or await hooks_of(peer)
    except NoReflection:
        yield Finding(SUBJECT, "is not served", SERVE)
    except DiscoveryError as error:
        yield Finding(SUBJECT, f"fails with {error}", SERVE)
    else:
        if not served:
            mend = "register the service by its full name with reflection"
            yield Finding(SUBJECT, "lists no service beside gRPC's own", mend)


async def complete(peer: Peer) -> Remarks:
    """Show by reflection every file that another imports, and that they fit."""
    shown = await shown_by(peer)
    for remark in missing([parsed(data) for data in shown.files]):
        yield remark
    try:
        descriptors.methods(shown)
    except DiscoveryError as error:
        yield Finding(SUBJECT, line(str(error)), NAME_THE_SET)


async def equal(peer: Peer) -> Remarks:
    """Show by reflection what the descriptor set says, options included."""
    if peer.given is None:
        yield Unseen(SUBJECT, "there is nothing to compare with: give --descriptors")
        return
    shown = await shown_by(peer)
    for name in sorted({*peer.given.services} ^ {*shown.services}):
        lacks = "reflection" if name in peer.given.services else "the descriptor set"
        mend = "build both from the same .proto files"
        yield Finding(name, f"is missing in {lacks}", mend)
    both = set(peer.given.services) & set(shown.services)
    for remark in differences(narrowed(peer.given, both), narrowed(shown, both)):
        yield remark


def narrowed(contract: Contract, services: set[str]) -> Contract:
    """Return a contract with some of its services."""
    return Contract(tuple(sorted(services)), contract.files)


def missing(files: list[FileDescriptorProto]) -> Iterator[Remark]:
    """Yield each import that reflection does not show, but that the edge has itself.

    What it does not have is told when the files are put together.
    """
    shown = {file.name for file in files}
    for file in files:
        for name in sorted(set(file.dependency) - shown):
            text = f"imports {name}, which reflection does not show; the edge has it"
            if is_own(name):
                yield Note(file.name, text)


def is_own(name: str) -> bool:
    """Tell whether the edge can stand in for a file."""
    try:
        descriptors.own_file(name)
    except DiscoveryError:
        return False
    return True
