"""The names of a contract's messages in each language's stubs."""

import re
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


def java(message: Descriptor, contract: FileDescriptor, service: str) -> Spelling:
    """Spell a message by its class, or by that of the message around it."""
    del contract, service
    name = nested(message, ".")
    outside = name.partition(".")[0]
    return Spelling(name=name, module=f"{java_place(message.file)}.{outside}")


def java_package(file: FileDescriptor) -> str:
    """Return the Java package of a file."""
    return str(file.GetOptions().java_package or file.package)


def java_place(file: FileDescriptor) -> str:
    """Return what holds the classes of a file: a package, or a class in one.

    By the rules of https://protobuf.dev/reference/java/java-generated.
    """
    options = file.GetOptions()
    package = java_package(file)
    if options.java_multiple_files:
        return package
    words = re.split(r"[^A-Za-z0-9]+", PurePosixPath(file.name).stem)
    outer = "".join(word[:1].upper() + word[1:] for word in words)
    taken = {*file.message_types_by_name, *file.enum_types_by_name}
    clash = outer in taken | {*file.services_by_name}
    default = f"{outer}OuterClass" if clash else outer
    return f"{package}.{options.java_outer_classname or default}"


def inferred(message: Descriptor, contract: FileDescriptor, service: str) -> Spelling:
    """Spell nothing: TypeScript knows the messages by the server's interface."""
    del message, contract, service
    return Spelling(name="")


def is_in(file: FileDescriptor, message: Descriptor) -> bool:
    """Tell whether a message is defined in a file."""
    return bool(message.file.name == file.name)


def nested(message: Descriptor, separator: str) -> str:
    """Return the message's name after those of the messages around it."""
    name = message.full_name.removeprefix(f"{message.file.package}.")
    return name.replace(".", separator)


SPELLERS: dict[str, Speller] = {
    "python": python,
    "go": go,
    "typescript": inferred,
    "java": java,
}
