"""Messages: a JSON object, field by field."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edge.tools import fields
from edge.tools.arguments.refusals import (
    TOO_DEEP,
    Problem,
    Refused,
    either,
    harmless,
    wrong,
)
from edge.tools.arguments.scalars import Convert

Tree = dict[str, Any]
"""What a message class takes as its keywords: one call of it builds all levels."""


class Slot(NamedTuple):
    """Where a value goes that is sent under a certain name."""

    name: str
    plain: type | None
    """The type of which every value is right as it is."""

    convert: Convert
    nullable: bool
    """Whether null is a value, not the lack of one."""


NOWHERE = Slot("", None, lambda value, _: value, nullable=True)
"""Where undeclared names go: they are looked into once the others are placed."""


@dataclass(slots=True, kw_only=True)
class ObjectConverter(ABC):
    """Converts objects to the fields of one message type."""

    make: type[Message]
    oneofs: tuple[frozenset[str], ...]
    extensions: dict[str, FieldDescriptor]
    slots: dict[str, Slot] = field(default_factory=dict)
    """By every spelling. Filled later: messages may contain themselves."""

    required: frozenset[str] = frozenset()

    def convert(self, value: Any, room: int) -> Tree | Message:  # noqa: ANN401  JSON
        """Convert an object; `Refused` tells all that is wrong with it."""
        if type(value) is not dict or room <= 0:
            value = self.opened(value, room)
        tree: Tree = {}
        problems: list[Problem] = []
        nulls = 0
        find = self.slots.get
        for key, item in value.items():
            name, plain, convert, nullable = find(key, NOWHERE)
            if item is None or not name:
                nulls += not nullable
                continue
            try:
                tree[name] = item if type(item) is plain else convert(item, room - 1)
            except Refused as refused:
                problems += refused.under(name)
        if problems or len(tree) + nulls != len(value) or not self.usual(tree.keys()):
            return self.settled(value, tree, problems, room - 1)
        return tree

    def usual(self, given: AbstractSet[str]) -> bool:
        """Tell whether these fields need no second look: all that must be is there."""
        return (
            given >= self.required
            and given.isdisjoint(self.extensions)
            and not any(len(given & members) > 1 for members in self.oneofs)
        )

    def opened(self, value: Any, room: int) -> Tree:  # noqa: ANN401  any JSON
        """Return the object that is meant, if there is one and room for it."""
        if room <= 0:
            raise Refused(TOO_DEEP)
        if type(value) is not dict:
            raise wrong(value, "an object")
        return value

    def settled(
        self, value: Tree, tree: Tree, problems: list[Problem], room: int
    ) -> Tree | Message:
        """Return the conversion of an object in which something is unusual."""
        problems += self.review(value, tree, room)
        problems += self.overfull(tree)
        if problems:
            raise Refused(*problems)
        return self.extended(tree) if self.extensions else tree

    @abstractmethod
    def review(self, value: Tree, tree: Tree, room: int) -> Iterator[Problem]:
        """Deal with what is unusual in an object: complete the tree, yield problems."""

    def overfull(self, given: Collection[str]) -> Iterator[Problem]:
        """Yield a problem for every oneof of which more than one member is given."""
        for members in self.oneofs:
            if len(both := sorted(members.intersection(given))) > 1:
                yield Problem(both[0], f"excludes {either(both[1:])}: give only one")

    def extended(self, tree: Tree) -> Message:
        """Return a whole message: extensions are no keywords of its class."""
        names = tree.keys() & self.extensions.keys()
        found = {self.extensions[name]: tree.pop(name) for name in names}
        message = self.make(**tree)
        for extension, value in found.items():
            extend(message, extension, value)
        return message


def extend(message: Message, extension: FieldDescriptor, value: Any) -> None:  # noqa: ANN401  any JSON
    """Set an extension to its converted value."""
    extensions: Any = message.Extensions
    kind = extension.message_type
    if kind is None and not extension.is_repeated:
        extensions[extension] = value
        return
    if kind is not None:
        items = value if extension.is_repeated else (value,)
        value = [made(GetMessageClass(kind), item) for item in items]
    if extension.is_repeated:
        extensions[extension].extend(value)
    else:
        extensions[extension].CopyFrom(*value)
        extensions[extension].SetInParent()


def made(make: type[Message], converted: Any) -> Message:  # noqa: ANN401  any tree
    """Return the message of what a converter returned: keywords, or the message."""
    return make(**converted) if type(converted) is dict else converted


def spellings(value: Tree, slots: dict[str, Slot]) -> dict[str, list[str]]:
    """Return under which keys of an object each of its fields is given."""
    found: dict[str, list[str]] = {}
    for key in value:
        if key in slots:
            found.setdefault(slots[key].name, []).append(key)
    return found


def named(key: str) -> str:
    """Return a key as a step of a path."""
    return harmless(key) or '""'


def facts(message: Descriptor) -> dict[str, Any]:
    """Return what a converter has to know of a message type, beside its slots."""
    members = (frozenset(f.name for f in oneof.fields) for oneof in message.oneofs)
    return {
        "make": GetMessageClass(message),
        "oneofs": tuple(names for names in members if len(names) > 1),
        "extensions": {f"[{f.full_name}]": f for f in fields.extensions(message)},
    }
