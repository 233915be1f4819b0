"""Where the walk through a message is."""

from dataclasses import dataclass, replace

from google.protobuf.descriptor import Descriptor

from edge.tools.comments import Comments
from edge.tools.schemas.dialects import Dialect

MOST_LEVELS = 3
"""How often a message is spelled out within itself, before it is JSON in a string."""

ROOM = 3
"""The levels of a message: its own, and those of the deepest field that holds none, a
map in the form of a list of pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is around a value, and in which dialect it is written down."""

    dialect: Dialect
    comments: Comments
    levels: int = MOST_LEVELS
    within: tuple[str, ...] = ()
    """The full names of the messages around."""

    depth: int = 0
    """The number of objects and arrays around."""

    def inside(self, message: Descriptor) -> "Place":
        """Return the place of a message's fields."""
        within = (*self.within, message.full_name)
        return replace(self, within=within, depth=self.depth + 1)

    def below(self) -> "Place":
        """Return the place of an array's items or a map's values."""
        return replace(self, depth=self.depth + 1)

    def ends(self, message: Descriptor) -> bool:
        """Tell whether a message lies too deep here to be spelled out."""
        levels = self.within.count(message.full_name)
        return levels >= self.levels or self.depth + ROOM > self.dialect.depth
