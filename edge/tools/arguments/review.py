"""What is unusual in an object that a model wrote."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from edge.tools.arguments.objects import (
    ObjectConverter,
    Slot,
    Tree,
    named,
    spellings,
)
from edge.tools.arguments.refusals import Problem, Refused, either
from edge.tools.arguments.spelling import alike, same, slips

MOST_STRAYS = 20
"""How many undeclared names of one object are looked into."""


@dataclass(slots=True, kw_only=True)
class Review:
    """Looks again at one object in which something is unusual."""

    fields: ObjectConverter
    ignored: frozenset[str]
    on_ignored: Callable[[str], None] | None
    value: Tree
    tree: Tree
    """What is converted; completed here."""

    room: int
    given: Tree = field(default_factory=dict)
    """What was sent for each field."""

    def problems(self) -> Iterator[Problem]:
        """Yield all that cannot be repaired."""
        for name, keys in spellings(self.value, self.fields.slots).items():
            sent = [self.value[key] for key in keys if self.value[key] is not None]
            for item in sent:
                yield from self.agree(name, item)
        strays = [key for key in self.value if key not in self.fields.slots]
        for key in strays[:MOST_STRAYS]:
            yield from self.stray(key, self.value[key])
        self.fill_nulls()
        yield from self.missing()

    def agree(self, name: str, item: object) -> Iterator[Problem]:
        """Note what is sent for a field; yield if it was sent otherwise before."""
        if differ(self.given.setdefault(name, item), item):
            yield Problem(name, "is given twice, with different values")

    def stray(self, key: str, item: object) -> Iterator[Problem]:
        """Take an undeclared name for the one that is meant, or ask, or ignore it."""
        if item is None or same(key, self.ignored):
            return
        variants = self.declared(same(key, self.fields.slots))
        absent = [
            s for s, slot in self.fields.slots.items() if slot.name not in self.given
        ]
        names = variants or self.declared(slips(key, absent))
        if len(names) == 1:
            yield from self.repair(names[0], item)
        elif near := names or self.declared(alike(key, absent)):
            yield Problem(named(key), f"is unknown: probably {either(near)} is meant")
        elif self.on_ignored:
            self.on_ignored(key)

    def declared(self, spelled: Iterable[str]) -> list[str]:
        """Return the fields of some spellings, each once."""
        return list(dict.fromkeys(self.fields.slots[key].name for key in spelled))

    def repair(self, name: str, item: object) -> Iterator[Problem]:
        """Convert what was sent for a field under another name."""
        yield from self.agree(name, item)
        if name in self.tree:
            return
        try:
            self.tree[name] = self.slot(name).convert(item, self.room)
        except Refused as refused:
            yield from refused.under(name)

    def slot(self, name: str) -> Slot:
        """Return where a field's value goes."""
        return next(slot for slot in self.fields.slots.values() if slot.name == name)

    def fill_nulls(self) -> None:
        """Set what is null where null is a value, unless a rival in a oneof is set."""
        for key, item in self.value.items():
            slot = self.fields.slots.get(key)
            if item is None and slot and slot.nullable and not self.rivals(slot.name):
                self.tree.setdefault(slot.name, slot.convert(None, self.room))

    def rivals(self, name: str) -> bool:
        """Tell whether another member of the field's oneof was sent."""
        return any(
            name in members and (members - {name}).intersection(self.given)
            for members in self.fields.oneofs
        )

    def missing(self) -> Iterator[Problem]:
        """Yield for each required field that was not sent, with its right form."""
        for name in sorted(self.fields.required - self.tree.keys() - self.given.keys()):
            yield Problem(name, self.right_form(name))

    def right_form(self, name: str) -> str:
        """Return that a field is missing, and what it must be."""
        try:
            self.slot(name).convert(None, self.room)
        except Refused as refused:
            return refused.problems[0].text.replace("is null", "is missing", 1)
        return "is missing"


def differ(one: object, other: object) -> bool:
    """Tell whether two JSON values differ; 1 and true do."""
    return one != other or type(one) is not type(other)
