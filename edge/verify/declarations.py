"""What the files of a contract declare, by full name, loaded or not."""

from collections.abc import Iterable, Iterator

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FileDescriptorProto,
    MethodDescriptorProto,
)

from edge.tools.descriptors import Contract
from edge.tools.reflection import parsed

Declaration = DescriptorProto | EnumDescriptorProto


class Declarations:
    """The types of a contract, and the rpcs of its services."""

    def __init__(self, contract: Contract) -> None:
        self._files = [parsed(data) for data in contract.files]
        self._services = frozenset(contract.services)
        self._types: dict[str, Declaration] = {
            name: kind for file in self._files for name, kind in of_file(file)
        }

    def rpcs(self) -> Iterator[tuple[str, MethodDescriptorProto]]:
        """Yield every rpc of the services, by its full name."""
        for file in self._files:
            for service in file.service:
                name = below(file.package, service.name)
                if name in self._services:
                    yield from ((below(name, rpc.name), rpc) for rpc in service.method)

    def below(self, names: Iterable[str]) -> Iterator[tuple[str, Declaration]]:
        """Yield some types and all that they contain, each once."""
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            declaration = self._types.get(name)
            if declaration is None or name in seen:
                continue
            seen.add(name)
            yield name, declaration
            if isinstance(declaration, DescriptorProto):
                kinds = (field.type_name for field in declaration.field)
                waiting += [self.resolved(kind, name) for kind in kinds]

    def resolved(self, name: str, scope: str) -> str:
        """Return a type's full name; some libraries show it as it is written."""
        if name.startswith("."):
            return name[1:]
        while scope and name:
            if (full := below(scope, name)) in self._types:
                return full
            scope = scope.rpartition(".")[0]
        return name


def of_file(file: FileDescriptorProto) -> Iterator[tuple[str, Declaration]]:
    """Yield every type that a file declares."""
    yield from ((below(file.package, enum.name), enum) for enum in file.enum_type)
    for message in file.message_type:
        yield from of_message(below(file.package, message.name), message)


def of_message(
    name: str, message: DescriptorProto
) -> Iterator[tuple[str, Declaration]]:
    """Yield a message and every type that it declares inside."""
    yield name, message
    yield from ((below(name, enum.name), enum) for enum in message.enum_type)
    for nested in message.nested_type:
        yield from of_message(below(name, nested.name), nested)


def below(scope: str, name: str) -> str:
    """Return a full name."""
    return f"{scope}.{name}" if scope else name
