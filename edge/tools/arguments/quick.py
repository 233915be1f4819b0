"""Objects whose keys were seen before: only what needs converting is looked at."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from edge.tools.arguments.objects import ObjectConverter, Tree
from edge.tools.arguments.refusals import Unusual
from edge.tools.arguments.scalars import Convert

MOST_PLANS = 128
"""How many sets of keys of one message type are remembered."""


class Plan(NamedTuple):
    """What is to be done for objects that have certain keys."""

    names: dict[str, str] | None
    """The field of each key, where one is not spelled as the contract does."""

    steps: tuple[tuple[str, Convert], ...]


@dataclass(slots=True)
class QuickObject:
    """Converts objects in which nothing is unusual.

    A model sends the same few sets of keys again and again: what is to be done for
    one is worked out once. Texts are left for protobuf to check, which raises
    `TypeError` or `ValueError` in the end. The rest is for the `careful` converter.
    """

    careful: ObjectConverter
    plans: dict[tuple[str, ...], Plan] = field(default_factory=dict)

    def convert(self, value: Any, room: int) -> Tree:  # noqa: ANN401  any JSON
        """Convert an object, or raise `Unusual`."""
        if type(value) is not dict or room <= 0 or None in value.values():
            value = self.opened(value, room)
        keys = (*value,)
        names, steps = self.plans.get(keys) or self.learn(keys)
        if names:
            tree = {names[key]: item for key, item in value.items()}
        else:
            tree = value.copy()
        for name, convert in steps:
            tree[name] = convert(tree[name], room - 1)
        return tree

    def opened(self, value: Any, room: int) -> Tree:  # noqa: ANN401  any JSON
        """Return the object that is meant, without what is absent."""
        find = self.careful.slots.get
        return {
            key: item
            for key, item in self.careful.opened(value, room).items()
            if item is not None or (slot := find(key)) is None or slot.nullable
        }

    def learn(self, keys: tuple[str, ...]) -> Plan:
        """Work out what is to be done for some keys; `Unusual` if they are."""
        slots = {
            key: self.careful.slots[key] for key in keys if key in self.careful.slots
        }
        names = {key: slot.name for key, slot in slots.items()}
        given = set(names.values())
        if len(given) < len(keys) or not self.careful.usual(given):
            raise Unusual
        steps = ((s.name, s.convert) for s in slots.values() if s.plain is not str)
        if len(self.plans) >= MOST_PLANS:
            self.plans.clear()
        plan = Plan(None if given == set(keys) else names, tuple(steps))
        self.plans[keys] = plan
        return plan
