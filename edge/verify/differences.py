"""How two descriptions of one contract differ."""

from collections.abc import Iterator, Mapping

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    MethodDescriptorProto,
)
from google.protobuf.message import Message
from protophone.v1 import options_pb2

from edge.tools.descriptors import Contract
from edge.verify.declarations import Declarations
from edge.verify.findings import Finding

Facts = Mapping[str, object]

REBUILD = "build both from the same .proto files"
LOST = (
    "the reflection library drops them, as Node's does: have the edge's settings name "
    "a descriptor set beside the target, or serve reflection from one"
)
FILL_LOST = "loses its `fill`: the edge would let the model write it"


def differences(given: Contract, shown: Contract) -> Iterator[Finding]:
    """Yield what of `given`, the descriptor set, reflection shows otherwise.

    The files need not fit together: what is lost is found all the same.
    """
    right, seen = dict(elements(given)), dict(elements(shown))
    for name in sorted(right.keys() | seen.keys()):
        if name not in seen:
            yield Finding(name, "is not shown by reflection", REBUILD)
        elif name not in right:
            yield Finding(name, "is not in the descriptor set", REBUILD)
        else:
            yield from changes(name, right[name], seen[name])


def changes(name: str, right: Facts, seen: Facts) -> Iterator[Finding]:
    """Yield which facts about one element differ."""
    changed = {fact for fact in right if right[fact] != seen[fact]}
    if "fill" in changed and not seen["fill"]:
        yield Finding(name, FILL_LOST, LOST)
    elif "options" in changed:
        lost = not bytes_of(seen["options"])
        what = "loses its options" if lost else "has other options in reflection"
        yield Finding(name, what, LOST)
    for fact in sorted(changed - {"fill", "options"}):
        told = f"has another {fact} in reflection: {seen[fact] or 'none'}"
        yield Finding(name, told, REBUILD)


def bytes_of(options: object) -> bytes:
    """Return what is set in options, in bytes."""
    return options.SerializeToString() if isinstance(options, Message) else b""


def elements(contract: Contract) -> Iterator[tuple[str, Facts]]:
    """Yield the facts about every rpc, and every field and enum value below it."""
    declared = Declarations(contract)
    types: list[str] = []
    for name, rpc in declared.rpcs():
        yield name, of_rpc(rpc)
        types += [rpc.input_type.lstrip("."), rpc.output_type.lstrip(".")]
    for name, declaration in declared.below(types):
        if isinstance(declaration, EnumDescriptorProto):
            yield from of_values(name, declaration)
            continue
        for field in declaration.field:
            kind = declared.resolved(field.type_name, name)
            yield f"{name}.{field.name}", of_field(declaration, field, kind)


def of_rpc(rpc: MethodDescriptorProto) -> Facts:
    """Return what an rpc is."""
    return {
        "request": rpc.input_type.lstrip("."),
        "response": rpc.output_type.lstrip("."),
        "streaming": rpc.client_streaming or rpc.server_streaming,
        "options": rpc.options,
    }


def of_field(message: DescriptorProto, field: FieldDescriptorProto, kind: str) -> Facts:
    """Return what a field is."""
    oneof = field.HasField("oneof_index") and not field.proto3_optional
    repeated = field.label == field.LABEL_REPEATED
    return {
        "number": field.number,
        "type": kind or FieldDescriptorProto.Type.Name(field.type),
        "repetition": repeated,
        "presence": field.proto3_optional,
        "oneof": message.oneof_decl[field.oneof_index].name if oneof else "",
        "fill": field.options.Extensions[options_pb2.field].fill,  # type: ignore[index]  # its stub does not know its type
        "options": field.options,
    }


def of_values(name: str, enum: EnumDescriptorProto) -> Iterator[tuple[str, Facts]]:
    """Yield the values of an enum."""
    for value in enum.value:
        yield f"{name}.{value.name}", {"number": value.number}
