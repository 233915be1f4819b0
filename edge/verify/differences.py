"""How two descriptions of one contract differ."""

from collections.abc import Iterable, Iterator, Mapping

from google.protobuf.descriptor import (
    Descriptor,
    EnumDescriptor,
    FieldDescriptor,
    MethodDescriptor,
)
from google.protobuf.message import Message

from edge.tools.descriptors import Contract, methods
from edge.tools.options import field_options
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

    Raises `DiscoveryError` for a contract that cannot be loaded.
    """
    right, seen = elements(methods(given)), elements(methods(shown))
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
        yield Finding(name, f"has another {fact} in reflection: {seen[fact]}", REBUILD)


def bytes_of(options: object) -> bytes:
    """Return what is set in options, in bytes."""
    return options.SerializeToString() if isinstance(options, Message) else b""


def elements(rpcs: Iterable[MethodDescriptor]) -> dict[str, Facts]:
    """Return the facts about every rpc, and every field and enum value below it."""
    found: dict[str, Facts] = {}
    for rpc in rpcs:
        found[rpc.full_name] = of_rpc(rpc)
        for message in messages_below(rpc.input_type, rpc.output_type):
            found.update((f.full_name, of_field(f)) for f in message.fields)
            for field in message.fields:
                found.update(of_values(field.enum_type))
    return found


def messages_below(*roots: Descriptor) -> Iterator[Descriptor]:
    """Yield messages and all that they contain, each once."""
    waiting, seen = list(roots), set()
    while waiting:
        message = waiting.pop()
        if message.full_name not in seen:
            seen.add(message.full_name)
            yield message
            waiting += [f.message_type for f in message.fields if f.message_type]


def of_rpc(rpc: MethodDescriptor) -> Facts:
    """Return what an rpc is."""
    return {
        "request": rpc.input_type.full_name,
        "response": rpc.output_type.full_name,
        "options": rpc.GetOptions(),
    }


def of_field(field: FieldDescriptor) -> Facts:
    """Return what a field is."""
    kind = field.message_type or field.enum_type
    oneof = field.containing_oneof
    return {
        "number": field.number,
        "type": kind.full_name if kind else field.type,
        "repetition": field.is_repeated,
        "presence": field.has_presence,
        "oneof": oneof.name if oneof else "",
        "fill": field_options(field).fill,
        "options": field.GetOptions(),
    }


def of_values(enum: EnumDescriptor | None) -> Iterator[tuple[str, Facts]]:
    """Yield the values of an enum."""
    if enum is not None:
        for value in enum.values:
            yield f"{enum.full_name}.{value.name}", {"number": value.number}
