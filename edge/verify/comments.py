"""Whether the model is told in words what a tool and its fields are for."""

from collections.abc import Iterator

from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor

from edge.tools.fields import PACKAGE
from edge.tools.filling import filled_fields
from edge.tools.options import field_options, tool_options
from edge.tools.schemas.offers import offered
from edge.tools.schemas.texts import own_type
from edge.verify.findings import Finding, Note, Remark, Remarks
from edge.verify.peer import Peer

WRITE = "write a comment above it in the .proto"
UNKNOWN = (
    "is told by its name alone, as reflection shows no comments: give --descriptors, "
    "or (protophone.v1) options with a description"
)
NO_SOURCE = "build it with --include_source_info"


async def rpcs(peer: Peer) -> Remarks:
    """Describe every tool, in a comment or in its options."""
    for method in peer.tools:
        written = peer.comments.of(method.full_name)
        if not (tool_options(method).description or written):
            yield undescribed(peer, method, method.full_name)


async def fields(peer: Peer) -> Remarks:
    """Describe every field the model sets, in a comment or in its options."""
    for method in peer.tools:
        for field in shown(method):
            if not described(peer, field):
                yield undescribed(peer, method, field.full_name)


def undescribed(peer: Peer, method: MethodDescriptor, name: str) -> Remark:
    """Return a finding where comments could have been seen, else a note."""
    if peer.given is None:
        return Note(name, UNKNOWN)
    file = method.containing_service.file.name
    sources = (f for f in peer.files() if f.name == file)
    if any(source.source_code_info.location for source in sources):
        return Finding(name, "has neither comment nor description", WRITE)
    return Finding(name, "has no comment in the descriptor set", NO_SOURCE)


def described(peer: Peer, field: FieldDescriptor) -> bool:
    """Tell whether there are words on a field or on what it holds."""
    options = field_options(field).description
    comments = peer.comments.of
    return bool(options or comments(field.full_name) or comments(own_type(field)))


def shown(method: MethodDescriptor) -> Iterator[FieldDescriptor]:
    """Yield the fields that the model sets, those of inner messages too."""
    filled = filled_fields(method.input_type)
    waiting: list[Descriptor] = [method.input_type]
    seen = {method.input_type.full_name}
    while waiting:
        message = waiting.pop()
        for field in offered(message):
            if message is method.input_type and field.name in filled:
                continue
            yield field
            inner = field.message_type
            if inner and inner.full_name not in seen and not is_googles(inner):
                seen.add(inner.full_name)
                waiting.append(inner)


def is_googles(message: Descriptor) -> bool:
    """Tell whether a message is one of protobuf's own, or a map's entry."""
    known = message.full_name.startswith(PACKAGE)
    return known or message.GetOptions().map_entry
