"""The names of a contract's messages in each language's stubs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from google.protobuf.descriptor import Descriptor, FileDescriptor

from edge.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a message is written, and what imports it."""

    name: str
    module: str = ""
    """What is imported for it beside the contract's own stubs, if anything."""


Speller = Callable[[Descriptor, FileDescriptor, str], Spelling]
"""Spells a message for the service of a contract and of a name."""


def python(message: Descriptor, contract: FileDescriptor, service: str) -> Spelling:
    """Spell a message of a `*_pb2` module."""
    del service
    path = PurePosixPath(message.file.name)
    module = f"{path.stem}_pb2"
    package = ".".join(path.parent.parts)
    return Spelling(
        name=f"{module}.{nested(message, '.')}",
        module="" if is_in(contract, message) else f"{package} import {module}",
    )


def go(message: Descriptor, contract: FileDescriptor, service: str) -> Spelling:
    """Spell a message of a Go package; raises `ConfigError` without go_package."""
    if is_in(contract, message):
        alias = f"{service.replace('_', '')}v1"
        return Spelling(name=f"{alias}.{nested(message, '_')}")
    package = message.file.GetOptions().go_package.partition(";")[0]
    if not package:
        raise ConfigError(f"{message.file.name}: has no go_package, but is imported")
    alias = PurePosixPath(package).name
    return Spelling(name=f"{alias}.{nested(message, '_')}", module=package)


def is_in(file: FileDescriptor, message: Descriptor) -> bool:
    """Tell whether a message is defined in a file."""
    return bool(message.file.name == file.name)


def nested(message: Descriptor, separator: str) -> str:
    """Return the message's name after those of the messages around it."""
    name = message.full_name.removeprefix(f"{message.file.package}.")
    return name.replace(".", separator)


SPELLERS: dict[str, Speller] = {"python": python, "go": go}
